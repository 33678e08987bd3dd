import type { z } from 'zod'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { AlertLimits } from '../ports.ts'

/** Under a storm many dispatchers want the same row; each round one of them gets through. */
const maxRounds = 50

interface CounterPlace<State> {
  readonly site: Id
  readonly key: string
  readonly schema: z.ZodType<State>
}

type Change<State, Answer> = (state: State | undefined) => Promise<{ readonly state: State | undefined; readonly answer: Answer }>

/**
 * Reads a shared counter, lets `change` decide, and writes what it decided; again from the start if somebody else was
 * faster. `change` answers undefined for a value that stays as it is.
 */
export async function changeAlertLimit<State, Answer>(
  limits: AlertLimits,
  at: CounterPlace<State>,
  change: Change<State, Answer>,
): Promise<Answer> {
  return inTurn(limits, `${at.site} ${at.key}`, () => changeByVersion(limits, at, change))
}

async function changeByVersion<State, Answer>(
  limits: AlertLimits,
  at: CounterPlace<State>,
  change: Change<State, Answer>,
): Promise<Answer> {
  for (let round = 0; round < maxRounds; round++) {
    const stored = await limits.read(at.site, at.key)
    const { state, answer } = await change(stored && at.schema.parse(JSON.parse(stored.value)))
    if (state === undefined) return answer
    if (await limits.write(at.site, at.key, JSON.stringify(state), stored?.version)) return answer
  }
  throw new Fault('storage-unavailable', `The counter ${at.key} was changed by others ${maxRounds} times in a row.`)
}

const turns = new WeakMap<AlertLimits, Map<string, Promise<unknown>>>()

/** Those in this process wait for each other, so that only other processes can be in the way: each conflict costs three calls. */
async function inTurn<Answer>(limits: AlertLimits, name: string, work: () => Promise<Answer>): Promise<Answer> {
  const last = turns.get(limits) ?? new Map<string, Promise<unknown>>()
  turns.set(limits, last)
  const mine = (last.get(name) ?? Promise.resolve()).then(work, work)
  last.set(name, mine)
  try {
    return await mine
  } finally {
    if (last.get(name) === mine) last.delete(name)
  }
}
