// Protocol Buffers (protobuf.dev/programming-guides/encoding) for messages that are described by a table: enough for one protocol and no more.

type Kind = 'string' | 'bytes' | 'number' | 'bool' | 'map' | { readonly of: string } | { readonly mapOf: string }
export interface Field {
  readonly number: number
  readonly kind: Kind
  readonly isRepeated?: boolean
}
/** Message → field → how it is written. What a table does not name is passed over when it comes. */
export type Schema = Readonly<Record<string, Readonly<Record<string, Field>>>>
// biome-ignore lint/suspicious/noExplicitAny: the table says at run time what is in a message.
export type Message = Record<string, any>

const varints = new Set<Kind>(['number', 'bool'])

export function encode(schema: Schema, type: string, message: Message): Buffer {
  const parts: Buffer[] = []
  for (const [name, value] of Object.entries(message)) {
    const field = schema[type]![name]!
    const values = field.isRepeated ? value : isMap(field.kind) ? Object.entries(value).map(toEntry) : [value]
    for (const one of values)
      parts.push(varint((field.number << 3) | (varints.has(field.kind) ? 0 : 2)), encodeValue(schema, field.kind, one))
  }
  return Buffer.concat(parts)
}

function encodeValue(schema: Schema, kind: Kind, value: unknown): Buffer {
  if (kind === 'number' || kind === 'bool') return varint(Number(value))
  const bytes =
    kind === 'string'
      ? Buffer.from(value as string)
      : kind === 'bytes'
        ? Buffer.from(value as Uint8Array)
        : isMap(kind)
          ? encode(entrySchema(schema, kind), 'entry', value as Message)
          : encode(schema, (kind as { of: string }).of, value as Message)
  return Buffer.concat([varint(bytes.length), bytes])
}

export function decode(schema: Schema, type: string, bytes: Buffer): Message {
  const byNumber = new Map(Object.entries(schema[type]!).map(([name, field]) => [field.number, { name, ...field }]))
  const message: Message = {}
  let at = 0
  const number = () => {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++]!
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const key = number()
    const wire = key & 7
    const length = wire === 2 ? number() : wire === 1 ? 8 : wire === 5 ? 4 : undefined
    const content = length === undefined ? number() : bytes.subarray(at, at + length)
    at += length ?? 0
    const field = byNumber.get(key >>> 3)
    if (field === undefined) continue
    const value = decodeValue(schema, field.kind, content)
    if (isMap(field.kind)) message[field.name] = { ...message[field.name], [value.key ?? '']: value.value }
    else message[field.name] = field.isRepeated ? [...(message[field.name] ?? []), value] : value
  }
  return message
}

// biome-ignore lint/suspicious/noExplicitAny: the table says at run time what is in a message.
function decodeValue(schema: Schema, kind: Kind, content: Buffer | number): any {
  if (typeof content === 'number') return kind === 'bool' ? content !== 0 : content
  if (kind === 'string') return content.toString()
  if (kind === 'bytes') return content
  return isMap(kind) ? decode(entrySchema(schema, kind), 'entry', content) : decode(schema, (kind as { of: string }).of, content)
}

function isMap(kind: Kind): boolean {
  return kind === 'map' || (typeof kind === 'object' && 'mapOf' in kind)
}

function toEntry([key, value]: [string, unknown]): Message {
  return { key, value }
}

function entrySchema(schema: Schema, kind: Kind): Schema {
  const value: Kind = typeof kind === 'object' && 'mapOf' in kind ? { of: kind.mapOf } : 'string'
  return { ...schema, entry: { key: { number: 1, kind: 'string' }, value: { number: 2, kind: value } } }
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.from([...bytes, rest])
}
