import type { Decision, Seen } from './decision.ts'
import type { Outcome } from './send-decision.ts'

export interface Queue {
  /** Oldest first. The same array until something changes. */
  read(): readonly Decision[]
  /** The last attempt found nobody: what waits has to wait. */
  isStuck(): boolean
  listen(onChange: () => void): () => void
  add(decision: Decision): void
  /** Changes one that waits for a person's word, and sends it. */
  retry(id: string, seen?: Seen): void
  /** Leaves it unsent for good. False when it was sent already; waits for one that is on its way. */
  drop(id: string): Promise<boolean>
}

interface QueueParts {
  /** Where it is kept: another person on the same device has another. */
  readonly key: string
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  send(decision: Decision): Promise<Outcome>
  isOnline(): boolean
  /** Runs one at a time over all windows of the browser. */
  alone(run: () => Promise<void>): Promise<void>
  /** Calls after so many milliseconds; a newer call replaces an older. */
  later(run: () => void, ms: number): void
}

const firstPauseMs = 2_000
const longestPauseMs = 30_000

/**
 * Decisions on their way to the server, in order. They are written down before they are sent, so that neither a tunnel nor
 * a closed window loses one; what is not taken stays until the person has said what is to become of it.
 */
export function createQueue({ key, storage, send, isOnline, alone, later }: QueueParts): Queue & { wake(): void; reload(): void } {
  let decisions = load()
  let isStuck = false
  let pauseMs = firstPauseMs
  let running: Promise<void> | undefined
  const listeners = new Set<() => void>()

  function load(): readonly Decision[] {
    try {
      const kept: unknown = JSON.parse(storage.getItem(key) ?? '[]')
      return Array.isArray(kept) ? kept : []
    } catch {
      return []
    }
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  /** Another window may have written meanwhile, so it is read anew before it is changed. */
  function change(next: (all: readonly Decision[]) => readonly Decision[]): void {
    decisions = next(load())
    storage.setItem(key, JSON.stringify(decisions))
    tell()
  }

  function patch(id: string, part: Partial<Decision>): void {
    change((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)))
  }

  function wake(): void {
    running ??= alone(drain).finally(() => {
      running = undefined
      if (!isStuck && isOnline() && load().some(isWaiting)) wake()
    })
  }

  async function drain(): Promise<void> {
    for (;;) {
      const next = load().find(isWaiting)
      if (next === undefined) return unstick()
      if (!isOnline()) return stick()
      const outcome = await send(next)
      if (outcome.kind === 'later') return stick()
      settle(next, outcome)
    }
  }

  function settle({ id, incident }: Decision, outcome: Exclude<Outcome, { kind: 'later' }>): void {
    unstick()
    if (outcome.kind === 'refused') patch(id, { state: 'refused', problem: outcome.problem })
    else if (outcome.kind === 'conflict') patch(id, { state: 'conflict', theirs: outcome.theirs, seen: outcome.seen })
    else forget(id, incident, outcome.seen)
  }

  function forget(id: string, incident: string, seen: Seen | undefined): void {
    // What was decided after this one was decided with it before one's eyes.
    change((all) =>
      all
        .filter((one) => one.id !== id)
        .map((one) => (seen !== undefined && one.incident === incident && isWaiting(one) ? { ...one, seen } : one)),
    )
  }

  function stick(): void {
    isStuck = true
    tell()
    later(wake, pauseMs)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  function unstick(): void {
    pauseMs = firstPauseMs
    if (!isStuck) return
    isStuck = false
    tell()
  }

  return {
    read: () => decisions,
    isStuck: () => isStuck,
    listen: (onChange) => {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    add: (decision) => {
      change((all) => [...all, decision])
      wake()
    },
    retry: (id, seen) => {
      patch(id, { state: 'waiting', theirs: undefined, problem: undefined, ...(seen && { seen }) })
      wake()
    },
    drop: async (id) => {
      if (!isStuck) await running
      const isThere = load().some((one) => one.id === id)
      if (isThere) change((all) => all.filter((one) => one.id !== id))
      return isThere
    },
    wake,
    reload: () => {
      decisions = load()
      tell()
    },
  }
}

function isWaiting({ state }: Decision): boolean {
  return state === 'waiting'
}
