export interface Watch {
  /** Something may have changed: look, unless one is looking already; then once more afterwards. */
  look(): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

/** Looks when told to, never twice at once. A look that fails is left out: the app is being restarted, and the next event comes. */
export function lookAgain(read: () => Promise<void>): Watch {
  let wantsMore = false
  let isStopped = false
  let running: Promise<void> | undefined

  const run = async () => {
    do {
      wantsMore = false
      await read().catch(() => {})
    } while (wantsMore && !isStopped)
    running = undefined
  }
  return {
    look: () => {
      if (isStopped) return
      if (running === undefined) running = run()
      else wantsMore = true
    },
    stop: async () => {
      isStopped = true
      await running
    },
  }
}
