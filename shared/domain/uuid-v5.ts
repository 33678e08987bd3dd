import { createHash } from 'node:crypto'

/** A name space of our own (RFC 9562 section 5.5), so that our ids meet nobody else's. */
const nameSpace = Buffer.from('6f1d7c1e9a4b4c1fb6f20c5f6a6d5b3e', 'hex')

/** The same parts always give the same UUID. Parts are joined by line feeds, which ids never hold. */
export function uuidV5(...parts: readonly string[]): string {
  const hash = createHash('sha1').update(nameSpace).update(parts.join('\n')).digest().subarray(0, 16)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
