import type { Clock } from '../domain/clock.ts'

/**
 * Lets many askers of about the same moment share one answer, good or bad: who asks while it is on its way waits for it, who
 * asks within `forMs` of its arrival gets the same.
 */
export function shareAnswers(clock: Clock, forMs: number): <Answer>(key: string, ask: () => Promise<Answer>) => Promise<Answer> {
  const kept = new Map<string, { readonly answer: Promise<unknown>; untilMs: number }>()
  return <Answer>(key: string, ask: () => Promise<Answer>) => {
    const nowMs = clock().getTime()
    for (const [old, { untilMs }] of kept) if (untilMs <= nowMs) kept.delete(old)
    const there = kept.get(key)
    if (there !== undefined) return there.answer as Promise<Answer>
    const entry = { answer: ask(), untilMs: Number.POSITIVE_INFINITY }
    kept.set(key, entry)
    const arrived = () => {
      entry.untilMs = clock().getTime() + forMs
    }
    entry.answer.then(arrived, arrived)
    return entry.answer
  }
}
