import type { Text } from '../text/text.ts'
import type { Action } from './decision.ts'

/** A decision in few words: "True", "Resolved". */
export function nameDecision(action: Action, text: Text): string {
  return action.kind === 'judge' ? text.words.verdict[action.verdict] : text.decisions.kinds[action.kind]
}
