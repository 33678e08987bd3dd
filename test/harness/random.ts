/** A generator that gives the same numbers 0 ≤ x < 1 for the same seed (mulberry32), so that a failure can be run again. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Shuffles within a window: an item ends up at most about so many places from where it was. */
export function shuffle<T>(items: readonly T[], window: number, random: () => number): T[] {
  const keyed = items.map((item, index) => ({ item, place: index + random() * window }))
  return keyed.sort((a, b) => a.place - b.place).map(({ item }) => item)
}
