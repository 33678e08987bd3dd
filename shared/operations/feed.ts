/** Hands things from whoever makes them to whoever takes them, so many at most in between. */
export interface Feed<T> {
  /** Waits while it is full. @throws what it was stopped with */
  add(thing: T): Promise<void>
  /** Nothing more comes. */
  end(): void
  /** Both sides get the error. */
  stop(error: unknown): void
  readonly things: AsyncIterable<T>
}

export function createFeed<T>(most: number): Feed<T> {
  const waiting: T[] = []
  let hasEnded = false
  let failure: { readonly error: unknown } | undefined
  let wake: () => void = () => {}
  let changed = new Promise<void>((resolve) => {
    wake = resolve
  })
  const tell = () => {
    const before = wake
    changed = new Promise<void>((resolve) => {
      wake = resolve
    })
    before()
  }

  async function* things() {
    for (;;) {
      if (failure !== undefined) throw failure.error
      const thing = waiting.shift()
      if (thing !== undefined) {
        tell()
        yield thing
      } else if (hasEnded) return
      else await changed
    }
  }

  return {
    async add(thing) {
      while (failure === undefined && waiting.length >= most) await changed
      if (failure !== undefined) throw failure.error
      waiting.push(thing)
      tell()
    },
    end: () => {
      hasEnded = true
      tell()
    },
    stop: (error) => {
      failure ??= { error }
      tell()
    },
    things: things(),
  }
}
