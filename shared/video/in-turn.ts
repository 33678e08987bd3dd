/** So many calls at a time; the others wait in the order in which they came. */
export function inTurn<Arguments extends unknown[], T>(
  atOnce: number,
  work: (...all: Arguments) => Promise<T>,
): (...all: Arguments) => Promise<T> {
  let free = atOnce
  const waiting: (() => void)[] = []
  return async (...all) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free--
    try {
      return await work(...all)
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
