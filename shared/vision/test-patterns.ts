/**
 * Pictures of a size in RGB that show whether a net works at all: noise, black, white, grey. The same every time.
 *
 * @param most So many of them at most
 */
export function* testPatterns(width: number, height: number, most = Number.POSITIVE_INFINITY): Generator<Uint8Array> {
  const values = width * height * 3
  const patterns = [() => noise(values), ...[0, 255, 128].map((grey) => () => new Uint8Array(values).fill(grey))]
  for (const pattern of patterns.slice(0, most)) yield pattern()
}

/** By Marsaglia's xorshift with 32 bits. */
function noise(length: number): Uint8Array {
  let state = 2_463_534_242
  return new Uint8Array(length).map(() => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 255
  })
}
