/**
 * A name as it may stand in a message: one line, no character that steers (controls, bidirectional marks,
 * zero-width characters), nothing that a phone or mail program would turn into a link or decode as a header.
 * Whoever can name a camera must not be able to put a link of their own into our alerts.
 */
export function plainName(name: string, maxChars: number): string {
  const line = name
    .normalize('NFC')
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .replace(/:\/\//g, ': ')
    // `evil.example` and `10.0.0.1` are links to a phone; `3.2` is not.
    .replace(/\d+(?:\.\d+){3,}/g, (address) => address.replaceAll('.', ' '))
    .replace(/(?<=[\p{L}\p{N}-])[.。．｡](?=\p{L})/gu, '. ')
    .replace(/@/g, ' at ')
    // `=?utf-8?b?…?=` is how headers carry encoded text.
    .replace(/=\?/g, '= ?')
    .replace(/ +/g, ' ')
    .trim()
  return shorten(line, maxChars)
}

const characters = new Intl.Segmenter('en')

/** Cuts at whole characters and says so. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  const whole = [...characters.segment(text)].map(({ segment }) => segment)
  // Marks can be stacked on one character without end, so code units are bounded as well.
  if (whole.length <= maxChars && text.length <= 4 * maxChars) return text
  const kept: string[] = []
  let units = 0
  for (const character of whole) {
    units += character.length
    if (kept.length === maxChars - 3 || units > 4 * maxChars - 3) break
    kept.push(character)
  }
  return `${kept.join('').trimEnd()}...`
}
