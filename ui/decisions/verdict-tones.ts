import type { Tone } from '../design/tag.tsx'
import type { Verdict } from './decision.ts'

/** A verdict has one colour wherever it stands: that of the button by which it was given. */
export const verdictTones: Readonly<Record<Verdict | 'none', Tone>> = {
  confirmed: 'good',
  rejected: 'critical',
  inconclusive: 'warning',
  none: 'plain',
}
