import zlib from 'node:zlib'

/** CRC-32 as in zip and PNG, of bytes in one piece. Node has it from 20.15 on; small devices may run an older one. */
export const crc32: (bytes: Uint8Array) => number = zlib.crc32 ?? crc32InJavaScript

export function crc32InJavaScript(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (const byte of bytes) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] as number)
  return (rest ^ 0xffffffff) >>> 0
}

/** What each byte does to the rest; 0xedb88320 is the polynomial of IEEE 802.3, its lowest power first. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})
