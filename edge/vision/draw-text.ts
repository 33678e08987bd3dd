/** Rows of a letter. */
export const textHeight = 5
const letterWidth = 3

/**
 * Letters of 3 × 5 dots, five rows of three bits each, as octal digits from top to bottom. A font of our own, because a
 * bare machine or container has none, and then text comes out blank.
 */
// biome-ignore format: a table reads better in rows
const letters: Readonly<Record<string, string>> = {
  A: '25755', B: '65656', C: '34443', D: '65556', E: '74647', F: '74644', G: '34553', H: '55755', I: '72227', J: '11152',
  K: '55655', L: '44447', M: '57755', N: '65555', O: '25552', P: '65644', Q: '25563', R: '65655', S: '34216', T: '72222',
  U: '55557', V: '55552', W: '55775', X: '55255', Y: '55222', Z: '71247', 0: '75557', 1: '26227', 2: '71747', 3: '71717',
  4: '55711', 5: '74717', 6: '74757', 7: '71222', 8: '75757', 9: '75717', '%': '51245', '-': '00700', '.': '00002',
  _: '00007', '?': '71202', ' ': '00000',
}

/** The dots of a text; `?` stands for letters that are not known. */
export function textDots(text: string): { columns: number; isInk(column: number, row: number): boolean } {
  const rows = [...text.toUpperCase()].map((letter) => letters[letter] ?? (letters['?'] as string))
  const step = letterWidth + 1
  return {
    columns: rows.length * step - 1,
    isInk: (column, row) => {
      const bit = letterWidth - 1 - (column % step)
      return bit >= 0 && ((Number(rows[Math.floor(column / step)]?.[row] ?? 0) >> bit) & 1) === 1
    },
  }
}
