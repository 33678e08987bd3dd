import { ApiProblem } from '../api/api-problem.ts'
import { call } from '../api/call.ts'
import { queryClient } from '../api/query-client.ts'
import { keyOf } from '../api/use-api.ts'
import { type Decision, type Entry, type IncidentDetail, type Seen, seenOf } from './decision.ts'
import { reconcile } from './reconcile.ts'

export type Outcome =
  | { readonly kind: 'sent'; readonly seen: Seen | undefined }
  /** Nobody answered, or not now. */
  | { readonly kind: 'later' }
  | { readonly kind: 'conflict'; readonly theirs: Entry; readonly seen: Seen }
  | { readonly kind: 'refused'; readonly problem: string }

/** The incident may change again while one looks; then one looks again. */
const mostTries = 4

/** Sends one decision. What it makes of the incident is on the page before this resolves. */
export async function sendDecision(decision: Decision, me: string): Promise<Outcome> {
  let { seen } = decision
  try {
    for (let attempt = 1; attempt <= mostTries; attempt++) {
      try {
        await send({ ...decision, seen })
        return { kind: 'sent', seen: await lookAgain(decision) }
      } catch (error) {
        if (!(error instanceof ApiProblem && error.status === 409)) throw error
        const detail = await readIncident(decision.incident)
        const reconciled = reconcile(decision, detail, me)
        if (reconciled === 'done') return { kind: 'sent', seen: seenOf(detail) }
        if (reconciled !== 'again') return { kind: 'conflict', theirs: reconciled.theirs, seen: seenOf(detail) }
        seen = { ...seen, version: detail.version }
      }
    }
    return { kind: 'later' }
  } catch (error) {
    // Signed out: it goes on with the next sign-in.
    if (error instanceof ApiProblem && (error.isPassing || error.status === 401)) return { kind: 'later' }
    return { kind: 'refused', problem: error instanceof Error ? error.message : String(error) }
  }
}

async function send({ incident, action, seen }: Decision): Promise<unknown> {
  const input = { params: { id: incident }, version: seen.version }
  switch (action.kind) {
    case 'judge': {
      const { kind: _, ...verdict } = action
      return call('judgeIncident', { ...input, body: { ...verdict, replaces: seen.verdict } })
    }
    case 'withdraw':
      return call('withdrawVerdict', input)
    case 'acknowledge':
      return call('acknowledgeIncident', input)
    case 'hand-back':
      return call('handBackIncident', input)
    case 'resolve':
      return call('resolveIncident', { ...input, body: { note: action.note } })
    case 'reopen':
      return call('reopenIncident', input)
    case 'comment':
      return call('commentIncident', { ...input, body: { text: action.text } })
    case 'missed-object':
      return call('reportMissedObject', { body: action.report })
  }
}

/** It was taken: that the page cannot be told right now makes it no less so. */
async function lookAgain({ incident, action }: Decision): Promise<Seen | undefined> {
  if (action.kind === 'missed-object') return undefined
  void queryClient.invalidateQueries({ queryKey: keyOf('listIncidents') })
  return readIncident(incident).then(seenOf, () => undefined)
}

async function readIncident(id: string): Promise<IncidentDetail> {
  const input = { params: { id } }
  const detail = await call('getIncident', input)
  queryClient.setQueryData(keyOf('getIncident', input), detail)
  return detail
}
