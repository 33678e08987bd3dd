import { z } from 'zod'
import type { ReplayFigures } from './evaluation.ts'
import { Id, Instant } from './ids.ts'

/** A judged incident whose recordings were played again, and what each model raised at that time. */
export const ReplayedIncident = z.strictObject({
  incident: Id,
  camera: Id,
  rule: Id,
  verdict: z.enum(['confirmed', 'rejected']),
  startedAt: Instant,
  endedAt: Instant,
})
export type ReplayedIncident = z.infer<typeof ReplayedIncident>

/** An incident that a model raised in the replay. */
export const RaisedIncident = z.strictObject({ camera: Id, rule: Id, from: Instant, to: Instant })
export type RaisedIncident = z.infer<typeof RaisedIncident>

/** Cameras' clocks, analysed frames and the rules' dwell times make the same thing begin and end a little differently. */
const slackMs = 2000

/** What of the judged incidents a model raises again. */
export function measureReplay(judged: readonly ReplayedIncident[], raised: readonly RaisedIncident[], days: number): ReplayFigures {
  const isRaised = (incident: ReplayedIncident) => raised.some((one) => isSame(incident, one))
  const confirmed = judged.filter(({ verdict }) => verdict === 'confirmed')
  const rejected = judged.filter(({ verdict }) => verdict === 'rejected')
  const missed = confirmed.filter((incident) => !isRaised(incident)).map(({ incident }) => incident)
  return {
    days,
    confirmed: confirmed.length,
    rejected: rejected.length,
    found: confirmed.length - missed.length,
    falseAlarms: rejected.filter(isRaised).length,
    other: raised.filter((one) => !judged.some((incident) => isSame(incident, one))).length,
    missed: missed.slice(0, 1000),
  }
}

function isSame(incident: ReplayedIncident, raised: RaisedIncident): boolean {
  return (
    incident.camera === raised.camera &&
    incident.rule === raised.rule &&
    Date.parse(raised.from) <= Date.parse(incident.endedAt) + slackMs &&
    Date.parse(raised.to) >= Date.parse(incident.startedAt) - slackMs
  )
}
