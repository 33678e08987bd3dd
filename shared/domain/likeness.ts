/** The brightness of a picture in rows from top to bottom, one byte a pixel. */
export interface Luma {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
  /** Bytes from the start of a row to the start of the next. */
  readonly stride: number
}

const [columns, rows] = [9, 8]
/** So many pixels a side are looked at in each cell: enough to average noise away, few enough to cost nothing. */
const samplesPerSide = 8

/**
 * Difference hash of a picture: 9 × 8 cells, one bit for each two neighbours in a row, set where the right one is
 * brighter by a grey level or more. 64 bits as 16 hex digits.
 */
export function likenessOf(luma: Luma): string {
  const cells = Array.from({ length: columns * rows }, (_, cell) => brightness(luma, cell % columns, Math.floor(cell / columns)))
  let bits = 0n
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const [left, right] = [cells[row * columns + column] as number, cells[row * columns + column + 1] as number]
      bits = (bits << 1n) | (right - left >= samplesPerSide ** 2 ? 1n : 0n)
    }
  }
  return bits.toString(16).padStart(16, '0')
}

function brightness({ bytes, width, height, stride }: Luma, column: number, row: number): number {
  let sum = 0
  for (let sample = 0; sample < samplesPerSide ** 2; sample++) {
    const across = (column + ((sample % samplesPerSide) + 0.5) / samplesPerSide) / columns
    const down = (row + (Math.floor(sample / samplesPerSide) + 0.5) / samplesPerSide) / rows
    sum += bytes[Math.floor(down * height) * stride + Math.floor(across * width)] as number
  }
  return sum
}

/** In how many of the 64 bits two pictures differ. */
export function likenessDistance(a: string, b: string): number {
  let different = BigInt(`0x${a}`) ^ BigInt(`0x${b}`)
  let count = 0
  for (; different > 0n; different &= different - 1n) count++
  return count
}

/**
 * Tells which frames look like the one kept before them; they must come in the order of their times.
 *
 * @param bits Frames that differ in so many bits or fewer look alike; −1 keeps all
 * @returns Whether the frame is to be left out. A precious one never is: a person drew on it
 */
export function createDuplicateFinder(bits: number): (likeness: string, isPrecious: boolean) => boolean {
  let kept: string | undefined
  return (likeness, isPrecious) => {
    const isDuplicate = !isPrecious && kept !== undefined && likenessDistance(kept, likeness) <= bits
    if (!isDuplicate) kept = likeness
    return isDuplicate
  }
}
