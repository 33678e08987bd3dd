/** Bits of the nearest IEEE half-precision numbers; what is too small becomes 0, what is too large is refused. */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return Uint16Array.from(bits, (word) => halfOf(word))
}

function halfOf(word: number): number {
  const sign = (word >>> 16) & 0x8000
  const exponent = ((word >>> 23) & 0xff) - 127
  const fraction = word & 0x7fffff
  if (exponent > 15) throw new RangeError('A weight is larger than half precision can hold (65504).')
  if (exponent >= -14) return sign | roundShift(((exponent + 15) << 23) | fraction, 13)
  if (exponent < -25) return sign
  // Below the smallest normal number the leading 1 is written out and shifted with the rest.
  return sign | roundShift(0x800000 | fraction, -exponent - 1)
}

/** Shifts right, rounding to the nearest and ties to even. */
function roundShift(value: number, by: number): number {
  const rest = value & ((1 << by) - 1)
  const half = 1 << (by - 1)
  const floor = value >>> by
  return rest > half || (rest === half && (floor & 1) === 1) ? floor + 1 : floor
}
