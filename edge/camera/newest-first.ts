export interface NewestFirst<T> {
  add(item: T): void
  /** Takes nothing more and waits for the one under way. */
  close(): Promise<void>
}

/** Works on one item at a time. Of those that come meanwhile only the newest waits: an old picture says nothing about now. */
export function createNewestFirst<T>(work: (item: T) => Promise<void>, onDropped: () => void): NewestFirst<T> {
  let waiting: { item: T } | undefined
  let current: Promise<void> | undefined
  let isClosed = false

  const run = async () => {
    for (let next = waiting; next !== undefined; next = waiting) {
      waiting = undefined
      await work(next.item)
    }
    current = undefined
  }

  return {
    add: (item) => {
      if (isClosed) return
      if (waiting !== undefined) onDropped()
      waiting = { item }
      current ??= run()
    },
    close: async () => {
      isClosed = true
      waiting = undefined
      await current
    },
  }
}
