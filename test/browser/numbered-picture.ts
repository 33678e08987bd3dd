/** How a picture shows a number: a row of blocks, white for 1 and black for 0, the lowest digit first. */
export const digits = 10

/** Where the block of a digit lies, in pixels of a picture of this width. */
export function blockOf(digit: number, width: number): { readonly left: number; readonly top: number; readonly size: number } {
  const size = Math.floor(width / digits)
  return { left: digit * size, top: size, size }
}

/** A box that stands for the same number, in fractions of the picture: 32 columns, below each other 8 rows. */
export function boxOf(number: number) {
  return { left: (number % 32) / 40, top: 0.4 + (Math.floor(number / 32) % 8) / 16, width: 0.1, height: 0.05 }
}

/** The number that a box stands for. */
export function numberOf({ left, top }: { readonly left: number; readonly top: number }): number {
  return Math.round(left * 40) + 32 * Math.round((top - 0.4) * 16)
}
