import { type Answer, call } from '../../api/call.ts'
import type { Incident } from './incident-pages.ts'

export type Decision = 'confirmed' | 'rejected' | 'inconclusive' | 'acknowledge' | 'resolve'

export interface Outcome {
  /** As they are now. */
  readonly decided: readonly Incident[]
  /** Nothing was done to these; each with why. */
  readonly failed: readonly { readonly incident: Incident; readonly error: unknown }[]
}

/** Calls under way at a time: enough to be quick, few enough to leave the app to others. */
const atOnce = 4

/** Decides the same about several incidents, each by a call of its own: some may fail while others do not. */
export function decideMany(incidents: readonly Incident[], decision: Decision): Promise<Outcome> {
  return each(incidents, ({ id }) => decide(id, decision))
}

/** Takes back what `decideMany` did. */
export function undoMany(decided: readonly Incident[], decision: Decision): Promise<Outcome> {
  const opposite = decision === 'acknowledge' ? 'handBackIncident' : decision === 'resolve' ? 'reopenIncident' : 'withdrawVerdict'
  return each(decided, ({ id }) => call(opposite, { params: { id } }))
}

/** Whether the decision would say anything new about the incident. */
export function isOpenTo({ state, verdict }: Incident, decision: Decision): boolean {
  if (decision === 'acknowledge') return state === 'new'
  if (decision === 'resolve') return state !== 'resolved'
  return verdict !== decision
}

type Decided = Answer<'acknowledgeIncident'>

function decide(id: string, decision: Decision): Promise<Decided> {
  if (decision === 'acknowledge') return call('acknowledgeIncident', { params: { id } })
  if (decision === 'resolve') return call('resolveIncident', { params: { id }, body: {} })
  return call('judgeIncident', { params: { id }, body: { verdict: decision } })
}

async function each(incidents: readonly Incident[], work: (incident: Incident) => Promise<Decided>): Promise<Outcome> {
  const decided: Incident[] = []
  const failed: { incident: Incident; error: unknown }[] = []
  const queue = incidents.values()
  const lane = async () => {
    for (const incident of queue) {
      try {
        const { version: _, ...now } = await work(incident)
        decided.push(now)
      } catch (error) {
        failed.push({ incident, error })
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return { decided, failed }
}
