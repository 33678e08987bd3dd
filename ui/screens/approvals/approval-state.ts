import type { Answer } from '../../api/call.ts'
import type { Tone } from '../../design/tag.tsx'

export type Approval = Answer<'getApproval'>

/** `outdated`: open, but about another plan than the one in force, so that no answer would count. */
export type Standing = Approval['state'] | 'outdated'

export function standingOf(approval: Approval, now: number): Standing {
  if (approval.state !== 'waiting') return isOutdated(approval) ? 'outdated' : approval.state
  // The service closes it within the minute; nobody should write a reason until then.
  if (Date.parse(approval.expiresAt) <= now) return 'expired'
  return approval.planNow.digest === approval.plan ? 'waiting' : 'outdated'
}

/** The system says no to a question whose answer would be about something else by now. */
function isOutdated({ state, decisions }: Approval): boolean {
  return state === 'rejected' && decisions.at(-1)?.by === 'system'
}

export const standingTones: Readonly<Record<Standing, Tone>> = {
  waiting: 'info',
  approved: 'good',
  rejected: 'critical',
  expired: 'plain',
  outdated: 'warning',
}

export function modelName({ model }: Pick<Approval, 'model'>): string {
  return `${model.name} ${model.version}`
}

export function countYes({ decisions }: Pick<Approval, 'decisions'>): number {
  return decisions.filter(({ decision }) => decision === 'approved').length
}

/** Why somebody cannot say yes; undefined = they can. */
export function whyNoYes(approval: Approval, me: string): 'partial' | 'saidYes' | undefined {
  if (approval.decisions.some(({ by }) => by === me)) return 'saidYes'
  return approval.partial.includes(me) ? 'partial' : undefined
}
