/** Runs rows of a queue, so many at a time, in their order. */
export interface Dispatcher {
  /** There may be new rows. */
  wake(): void
  /** Resolves when what runs has ended; nothing new begins once `isStopping` says so. */
  idle(): Promise<void>
}

interface Sequenced {
  readonly seq: number
}

/**
 * The queue itself lies in the database. Rows stay there until they are done, and their numbers only grow, so the last
 * number taken is all that has to be remembered: after a restart it is 0 and everything unfinished is taken again.
 */
export function createDispatcher<Row extends Sequenced>(options: {
  readonly limit: number
  take(after: number, count: number): Row[]
  run(row: Row): Promise<void>
  isStopping(): boolean
  onError(error: unknown): void
}): Dispatcher {
  const running = new Set<Promise<void>>()
  let last = 0
  let isWoken = false

  function pump(): void {
    isWoken = false
    if (options.isStopping()) return
    const free = options.limit - running.size
    for (const row of free > 0 ? options.take(last, free) : []) {
      last = row.seq
      const work = options
        .run(row)
        .catch(options.onError)
        .finally(() => {
          running.delete(work)
          wake()
        })
      running.add(work)
    }
  }

  function wake(): void {
    if (isWoken) return
    isWoken = true
    setImmediate(pump)
  }

  return {
    wake,
    idle: async () => {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
