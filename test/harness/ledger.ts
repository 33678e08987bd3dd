/** What became of everything that was sent, as counts: a test passes on these and never on "nothing was thrown". */
export interface Verdict {
  /** Acknowledged, and not there at the end. */
  readonly lost: number
  /** There more than once. */
  readonly duplicated: number
  /** There, and never sent. */
  readonly unexpected: number
  /** There after something that was sent later in the same lane. */
  readonly reordered: number
  /** Of those whose fate the sender never learned: how many are there. */
  readonly unknownStored: number
}

export interface Ledger {
  /** To be called before the attempt; `lane` names what must keep its order. */
  invoke(key: string, lane?: string): void
  ok(key: string): void
  /** Refused for certain: it must not be there. */
  fail(key: string): void
  unknown(key: string): void
  /** @param found keys as they are stored, in the order in which they are stored */
  check(found: readonly string[]): Verdict
}

type Fate = 'invoked' | 'ok' | 'failed' | 'unknown'

/** Bookkeeping of both sides of a store, after Jepsen: what goes in must come out. */
export function createLedger(): Ledger {
  const fates = new Map<string, { fate: Fate; lane: string; place: number }>()
  const settle = (fate: Fate) => (key: string) => {
    const known = fates.get(key)
    if (known === undefined) throw new Error(`${key} was never invoked.`)
    // What was acknowledged once stays so, whatever a repetition of it comes to.
    if (known.fate !== 'ok') fates.set(key, { ...known, fate })
  }
  return {
    invoke: (key, lane = '') => {
      if (!fates.has(key)) fates.set(key, { fate: 'invoked', lane, place: fates.size })
    },
    ok: settle('ok'),
    fail: settle('failed'),
    unknown: settle('unknown'),
    check(found) {
      const times = Map.groupBy(found, (key) => key)
      const all = [...fates]
      const count = (fate: Fate, isThere: boolean) => all.filter(([key, known]) => known.fate === fate && times.has(key) === isThere).length
      return {
        lost: count('ok', false),
        duplicated: [...times.values()].filter((copies) => copies.length > 1).length,
        unexpected: [...times.keys()].filter((key) => !fates.has(key)).length + count('failed', true),
        reordered: countReordered(found, fates),
        unknownStored: count('unknown', true) + count('invoked', true),
      }
    },
  }
}

function countReordered(found: readonly string[], fates: ReadonlyMap<string, { lane: string; place: number }>): number {
  const furthest = new Map<string, number>()
  let reordered = 0
  for (const key of found) {
    const known = fates.get(key)
    if (known === undefined) continue
    const before = furthest.get(known.lane) ?? -1
    if (known.place < before) reordered++
    furthest.set(known.lane, Math.max(before, known.place))
  }
  return reordered
}
