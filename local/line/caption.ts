// Five by seven dots a character, one number a row, the left dot is 16. A font of our own: a bare machine has none.
const glyphs: Readonly<Record<string, readonly number[]>> = {
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [31, 2, 4, 2, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  A: [14, 17, 17, 31, 17, 17, 17],
  C: [14, 17, 16, 16, 16, 17, 14],
  E: [31, 16, 16, 30, 16, 16, 31],
  I: [14, 4, 4, 4, 4, 4, 14],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  P: [30, 17, 17, 30, 16, 16, 16],
  R: [30, 17, 17, 30, 20, 18, 17],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  '-': [0, 0, 0, 14, 0, 0, 0],
  ':': [0, 4, 4, 0, 4, 4, 0],
  '.': [0, 0, 0, 0, 0, 12, 12],
}

const dot = 2
const advance = 6 * dot

/** Writes the camera's name and the time into the picture, as a surveillance camera does. Characters without a glyph are blank. */
export function writeCaption(picture: Uint8Array, width: number, text: string, left: number, top: number): void {
  // Once shifted and black, once white: legible on any background.
  for (const [shift, shade] of [
    [1, 20],
    [0, 240],
  ] as const) {
    for (let i = 0; i < text.length; i++) {
      const glyph = glyphs[text[i]!]
      if (glyph !== undefined) writeGlyph(picture, width, glyph, left + i * advance + shift, top + shift, shade)
    }
  }
}

function writeGlyph(picture: Uint8Array, width: number, glyph: readonly number[], left: number, top: number, shade: number): void {
  for (let y = 0; y < 7 * dot; y++) {
    const row = glyph[Math.floor(y / dot)]!
    for (let x = 0; x < 5 * dot; x++) {
      if ((row & (16 >> Math.floor(x / dot))) === 0) continue
      const at = ((top + y) * width + left + x) * 3
      picture.fill(shade, at, at + 3)
    }
  }
}
