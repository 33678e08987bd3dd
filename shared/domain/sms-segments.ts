// 3GPP TS 23.038: the alphabet that lets 160 characters into one SMS; any other character makes it 70.
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** These cost two places. */
const extended = '^{}\\[~]|€'

const alphabet = new Map([
  ...[...basic].map((character) => [character, 1] as const),
  ...[...extended].map((character) => [character, 2] as const),
])

const typographic: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
  '×': 'x',
  '`': "'",
}

/** How many SMS a text takes. A text of several parts loses a few places of each to its header. */
export function smsSegments(text: string): number {
  const septets = countSeptets(text)
  if (septets === undefined) return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
  return septets <= 160 ? 1 : Math.ceil(septets / 153)
}

/** Brings a text nearer to the SMS alphabet without changing its words: punctuation, pictograms, and accents where all else fits. */
export function toSmsAlphabet(text: string): string {
  const plain = [
    ...text.replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu, (match) =>
      /[\d#*©®]/.test(match) ? match : '',
    ),
  ]
    .map((character) => typographic[character] ?? character)
    .join('')
    .replace(/ +/g, ' ')
    .trim()
  const withoutAccents = [...plain]
    .map((character) => (alphabet.has(character) ? character : character.normalize('NFD').replace(/\p{M}/gu, '')))
    .join('')
  return countSeptets(withoutAccents) === undefined ? plain : withoutAccents
}

function countSeptets(text: string): number | undefined {
  let septets = 0
  for (const character of text) {
    const cost = alphabet.get(character)
    if (cost === undefined) return undefined
    septets += cost
  }
  return septets
}
