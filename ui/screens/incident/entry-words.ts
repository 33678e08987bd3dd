import type { Entry } from '../../decisions/decision.ts'
import type { Text } from '../../text/text.ts'

/** What somebody did, as the rest of a sentence that begins with their name. */
export function actOf({ kind, verdict, reason, action, boxes }: Entry, { incident, words }: Text): string {
  if (kind === 'verdict' && verdict !== undefined) {
    const why = reason === undefined ? '' : ` (${incident.reasons[reason as keyof typeof incident.reasons]})`
    const drawn = boxes === undefined || boxes.length === 0 ? '' : `, ${incident.boxesWith(boxes.length)}`
    return `${incident.history.judged(words.verdict[verdict])}${why}${drawn}`
  }
  if (kind === 'withdrawal') return incident.history.withdrew
  if (kind === 'comment') return incident.history.commented
  const { actions } = incident.history
  return action !== undefined && action in actions ? actions[action as keyof typeof actions] : (action ?? '')
}

/** What they said with it. */
export function wordsOf({ text, comment, note }: Entry): string | undefined {
  return text ?? comment ?? note
}
