/**
 * Writes the protocol-buffer wire format: just what ONNX files need.
 *
 * A message is built as a list of byte chunks and joined once, so weights of many megabytes are copied only once per level.
 * Source of the format: https://protobuf.dev/programming-guides/encoding/
 */
export interface MessageWriter {
  /** Field of wire type 0; negative numbers take ten bytes, as the format asks. */
  integer(field: number, value: number | bigint): MessageWriter
  /** Field of wire type 5: a 32-bit float. */
  float(field: number, value: number): MessageWriter
  bytes(field: number, value: Uint8Array): MessageWriter
  text(field: number, value: string): MessageWriter
  message(field: number, value: MessageWriter): MessageWriter
  packedIntegers(field: number, values: readonly number[]): MessageWriter
  packedFloats(field: number, values: readonly number[]): MessageWriter
  finish(): Uint8Array
}

export function createMessage(): MessageWriter {
  const chunks: Uint8Array[] = []

  const writer: MessageWriter = {
    integer: (field, value) => append(varint(field << 3), varint(value)),
    float: (field, value) => append(varint((field << 3) | 5), littleEndianFloats([value])),
    bytes: (field, value) => append(varint((field << 3) | 2), varint(value.length), value),
    text: (field, value) => writer.bytes(field, new TextEncoder().encode(value)),
    message: (field, value) => writer.bytes(field, value.finish()),
    packedIntegers: (field, values) => writer.bytes(field, join(values.map(varint))),
    packedFloats: (field, values) => writer.bytes(field, littleEndianFloats(values)),
    finish: () => join(chunks),
  }

  function append(...parts: Uint8Array[]): MessageWriter {
    chunks.push(...parts)
    return writer
  }

  return writer
}

function varint(value: number | bigint): Uint8Array {
  // Negative numbers are written as their 64-bit two's complement.
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

function littleEndianFloats(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true)
  return new Uint8Array(view.buffer)
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
