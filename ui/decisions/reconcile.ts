import type { Action, Decision, Entry, IncidentDetail } from './decision.ts'

/** `done`: it is as the person wanted it. `again`: nothing speaks against it. Otherwise the verdict that does. */
export type Reconciled = 'done' | 'again' | { readonly theirs: Entry }

/**
 * What becomes of a decision whose incident has changed since the person looked at it.
 *
 * A change may be their own (the answer got lost, and it is sent a second time), the camera's (it closed the incident) or
 * somebody else's. Only another's verdict that they had not seen stands against theirs.
 */
export function reconcile({ action, seen }: Decision, detail: IncidentDetail, me: string): Reconciled {
  const news = detail.entries.filter(({ seq }) => seq > seen.entry)
  const mine = news.filter(({ who }) => who === me)
  const standing = detail.entries.find(({ seq }) => seq === detail.standingVerdict)
  switch (action.kind) {
    case 'judge':
      if (mine.some((entry) => isSameVerdict(entry, action))) return 'done'
      return standing === undefined || standing.who === me || standing.seq === seen.verdict ? 'again' : { theirs: standing }
    case 'withdraw':
      return standing?.seq === action.of ? 'again' : 'done'
    case 'acknowledge':
      return detail.incident.state === 'new' ? 'again' : 'done'
    case 'hand-back':
      return isTakenOnBy(detail, me) ? 'again' : 'done'
    case 'resolve':
      if (detail.incident.state !== 'resolved') return 'again'
      return action.note === undefined || mine.some(({ note }) => note === action.note) ? 'done' : withNote(news)
    case 'reopen':
      return detail.incident.state === 'resolved' ? 'again' : 'done'
    case 'comment':
      return mine.some(({ text }) => text === action.text) ? 'done' : 'again'
    case 'missed-object':
      return 'again'
  }
}

/** They acknowledged it, and nothing was decided since. */
export function isTakenOnBy({ incident, entries }: IncidentDetail, me: string): boolean {
  const last = entries.findLast(({ kind }) => kind !== 'comment')
  return incident.state === 'acknowledged' && last?.action === 'acknowledged' && last.who === me
}

function isSameVerdict(entry: Entry, { verdict, reason, comment }: Action & { kind: 'judge' }): boolean {
  return entry.kind === 'verdict' && entry.verdict === verdict && entry.reason === reason && entry.comment === comment
}

/** Resolved by somebody else, while this person had something to say with it. */
function withNote(news: readonly Entry[]): Reconciled {
  const theirs = news.findLast(({ action }) => action === 'resolved')
  return theirs === undefined ? 'done' : { theirs }
}
