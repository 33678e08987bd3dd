const windowMs = 5000

export interface RateMeter {
  note(atMs: number): void
  /** Per second over the last five seconds. */
  rate(atMs: number): number
}

export function createRateMeter(): RateMeter {
  let times: number[] = []
  const keepFresh = (atMs: number) => {
    times = times.filter((time) => atMs - time < windowMs)
  }
  return {
    note: (atMs) => {
      keepFresh(atMs)
      times.push(atMs)
    },
    rate: (atMs) => {
      keepFresh(atMs)
      const first = times[0]
      if (first === undefined || times.length < 2) return 0
      return (times.length - 1) / Math.max(0.001, (Math.max(atMs, times.at(-1) as number) - first) / 1000)
    },
  }
}
