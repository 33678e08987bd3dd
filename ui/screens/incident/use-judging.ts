import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { call } from '../../api/call.ts'
import { keyOf } from '../../api/use-api.ts'
import { type Action, type Decision, type IncidentDetail, seenOf } from '../../decisions/decision.ts'
import { nameDecision } from '../../decisions/decision-words.ts'
import { isTakenOnBy } from '../../decisions/reconcile.ts'
import { useDecisions } from '../../decisions/use-decisions.ts'
import { useToast } from '../../design/toast.tsx'
import { useMe } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import type { IncidentFilter } from '../incidents/incident-filter.ts'

export interface Judging {
  /** Decides about an incident as one has it before one's eyes; says so, with a way back. */
  decide(detail: IncidentDetail, action: Action): void
  /** Takes the last decision of this visit back, and returns to its incident. */
  undoLast(): void
}

/** Decisions about incidents, one after the other: the last can be taken back even when the next incident is shown already. */
export function useJudging(filter: IncidentFilter): Judging {
  const client = useQueryClient()
  const navigate = useNavigate()
  const show = useToast()
  const text = useText()
  const me = useMe()
  const { add, drop } = useDecisions()
  const last = useRef<Decision>(undefined)

  function decide(detail: IncidentDetail, action: Action): void {
    const decision: Decision = {
      id: crypto.randomUUID(),
      incident: detail.incident.id,
      title: `${detail.incident.label}, ${detail.incident.camera}`,
      action,
      seen: seenOf(detail),
      decidedAt: new Date().toISOString(),
      state: 'waiting',
    }
    add(decision)
    last.current = hasOpposite(action) ? decision : undefined
    const said = navigator.onLine ? text.decisions.made(nameDecision(action, text)) : text.decisions.kept(nameDecision(action, text))
    show({ message: said, ...(hasOpposite(action) && { undo: () => void undo(decision) }) })
  }

  async function undo(decision: Decision): Promise<void> {
    if (last.current === decision) last.current = undefined
    const { incident: id, action } = decision
    void navigate({ to: '/incidents/$id', params: { id }, search: filter })
    // Nobody has heard of it yet: it never was.
    if (await drop(decision.id)) return show({ message: text.decisions.undone })
    const detail = await readAgain(id)
    const opposite = detail && oppositeOf(action, detail, me.id)
    if (detail === undefined || opposite === undefined) return show({ message: text.decisions.notUndone, isProblem: true })
    add({ ...decision, id: crypto.randomUUID(), action: opposite, seen: seenOf(detail), decidedAt: new Date().toISOString() })
    show({ message: text.decisions.undone })
  }

  /** As it is now, or as it was seen last where nobody answers. */
  async function readAgain(id: string): Promise<IncidentDetail | undefined> {
    const input = { params: { id } }
    const queryKey = keyOf('getIncident', input)
    return client.fetchQuery({ queryKey, queryFn: () => call('getIncident', input), staleTime: 0, retry: false }).catch(() => {
      return client.getQueryData<IncidentDetail>(queryKey)
    })
  }

  return {
    decide,
    undoLast: () => {
      if (last.current === undefined) show({ message: text.decisions.nothingToUndo })
      else void undo(last.current)
    },
  }
}

function hasOpposite({ kind }: Action): boolean {
  return kind === 'judge' || kind === 'acknowledge' || kind === 'resolve' || kind === 'reopen'
}

function oppositeOf(action: Action, detail: IncidentDetail, me: string): Action | undefined {
  const { standingVerdict, entries } = detail
  if (action.kind === 'acknowledge') return isTakenOnBy(detail, me) ? { kind: 'hand-back' } : undefined
  if (action.kind === 'resolve') return { kind: 'reopen' }
  if (action.kind === 'reopen') return { kind: 'resolve' }
  const standing = entries.find(({ seq }) => seq === standingVerdict)
  return standing?.who === me ? { kind: 'withdraw', of: standing.seq } : undefined
}
