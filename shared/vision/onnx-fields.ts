/** A field of a protobuf message. */
export interface Field {
  readonly number: number
  /** Of length-delimited fields; zero numbers are left out, as they are the same as absent. */
  readonly payload: Uint8Array | undefined
}

const mostTag = 2 ** 32 - 1

/** The fields of one message in their order. Throws RangeError where the bytes are no protobuf. */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  let position = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[position++]
      if (byte === undefined) break
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a number is cut off')
  }
  while (position < bytes.length) {
    const tag = varint()
    // Other readers cut a larger one to 32 bits, and would see another field than we do.
    if (tag > mostTag) throw new RangeError('a field has an impossible number')
    const [number, wire] = [Math.floor(tag / 8), tag % 8]
    if (wire === 0) {
      if (varint() !== 0) yield { number, payload: undefined }
      continue
    }
    const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? varint() : Number.NaN
    if (!(position + length <= bytes.length)) throw new RangeError('a field is longer than its message')
    if (wire === 2) yield { number, payload: bytes.subarray(position, position + length) }
    position += length
  }
}
