/** In which coding a word stands somewhere in these bytes; undefined where it stands in none. */
export function findMarker(bytes: Uint8Array, word: string): string | undefined {
  const haystack = Buffer.from(bytes)
  return Object.entries(codings(word)).find(([, needle]) => haystack.includes(needle))?.[0]
}

function codings(word: string): Record<string, Buffer> {
  const plain = Buffer.from(word)
  return {
    plain,
    'utf-16': Buffer.from(word, 'utf16le'),
    url: Buffer.from(encodeURIComponent(word)),
    json: Buffer.from(JSON.stringify(word).slice(1, -1)),
    hex: Buffer.from(plain.toString('hex')),
    ...Object.fromEntries([0, 1, 2].map((shift) => [`base64 ${shift}`, base64At(plain, shift)])),
  }
}

/** What stays the same of a word's base64 whatever stands around it, by where in three bytes it begins. */
function base64At(word: Buffer, shift: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(shift), word])
    .toString('base64')
    .replaceAll('=', '')
  const bits = (shift + word.length) * 8
  return Buffer.from(text.slice(Math.ceil((shift * 8) / 6), Math.floor(bits / 6)))
}
