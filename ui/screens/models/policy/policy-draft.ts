import type { Answer, Input } from '../../../api/call.ts'

export type Policy = Answer<'getTrainingPolicy'>

const numberNames = ['newFrames', 'leastDays', 'largestShare', 'leastFrames', 'minutes', 'width', 'height', 'stuckHours'] as const
export type NumberName = (typeof numberNames)[number]
export type TextName = 'command' | 'environment' | 'compute'

/** A policy as it is being written: numbers are texts until they are read. */
export interface PolicyDraft extends Readonly<Record<NumberName | TextName, string>> {
  readonly trainer: Policy['trainer']
}

export function draftOf(policy: Policy): PolicyDraft {
  const numbers = Object.fromEntries(numberNames.map((name) => [name, String(policy[name])])) as Record<NumberName, string>
  const { trainer, command, environment, compute } = policy
  return { ...numbers, trainer, command, environment, compute }
}

/** What would be saved; a number that nobody can read is NaN, which the API's schema refuses. */
export function readDraft(draft: PolicyDraft): Input<'saveTrainingPolicy'>['body'] {
  const numbers = Object.fromEntries(numberNames.map((name) => [name, readNumber(draft[name])])) as Record<NumberName, number>
  const { trainer, command, environment, compute } = draft
  return { ...numbers, trainer, command, environment, compute }
}

/** With a comma or a point, as people write it. */
function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'))
}
