export interface BackOff {
  /** How long to wait before the next attempt, in milliseconds. */
  next(): number
  reset(): void
}

/** Doubles from `firstMs` to `mostMs`; a random half of each wait keeps devices that lost the hub together from coming back together. */
export function createBackOff(firstMs = 500, mostMs = 60_000): BackOff {
  let attempts = 0
  return {
    next() {
      const wait = Math.min(mostMs, firstMs * 2 ** Math.min(attempts++, 20))
      return wait / 2 + (Math.random() * wait) / 2
    },
    reset() {
      attempts = 0
    },
  }
}
