import type { z } from 'zod'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { AlertLimits } from '../ports.ts'

/** Under a storm many dispatchers want the same row; each round one of them gets through. */
const maxRounds = 50

/**
 * Reads a shared counter, lets `change` decide, and writes what it decided; again from the start if somebody else was
 * faster. `change` answers undefined for a value that stays as it is.
 */
export async function changeAlertLimit<State, Answer>(
  limits: AlertLimits,
  at: { readonly site: Id; readonly key: string; readonly schema: z.ZodType<State> },
  change: (state: State | undefined) => Promise<{ readonly state: State | undefined; readonly answer: Answer }>,
): Promise<Answer> {
  for (let round = 0; round < maxRounds; round++) {
    const stored = await limits.read(at.site, at.key)
    const { state, answer } = await change(stored && at.schema.parse(JSON.parse(stored.value)))
    if (state === undefined) return answer
    if (await limits.write(at.site, at.key, JSON.stringify(state), stored?.version)) return answer
  }
  throw new Fault('storage-unavailable', `The counter ${at.key} was changed by others ${maxRounds} times in a row.`)
}
