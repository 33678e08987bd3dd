import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { keyOf } from '../../api/use-api.ts'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import { useProblemWords } from '../../text/use-problem-words.ts'
import { type Decision, decideMany, isOpenTo, type Outcome, undoMany } from './decide-many.ts'
import { type Incident, showDecided } from './incident-pages.ts'

export interface Decide {
  readonly isBusy: boolean
  /** Decides about all of them, says what came of it, and offers to take it back. Answers those that are left as they were. */
  decide(incidents: readonly Incident[], decision: Decision): Promise<readonly Incident[]>
  undo(): void
}

export function useDecide(): Decide {
  const text = useText().incidents.bulk
  const client = useQueryClient()
  const toast = useToast()
  const reasonOf = useProblemWords()
  const [isBusy, setBusy] = useState(false)
  const newest = useRef<() => void>(undefined)

  const show = async ({ decided }: Outcome) => {
    showDecided(client, decided)
    for (const { id } of decided) void client.invalidateQueries({ queryKey: keyOf('getIncident', { params: { id } }) })
    await client.invalidateQueries({ queryKey: keyOf('countUnresolved') })
  }
  const undo = async (decided: readonly Incident[], decision: Decision) => {
    newest.current = undefined
    const outcome = await undoMany(decided, decision)
    void show(outcome)
    const [failure] = outcome.failed
    const message = failure === undefined ? text.undone(decided.length) : text.undoFailed(outcome.failed.length, reasonOf(failure.error))
    toast({ message, isProblem: failure !== undefined })
  }
  const decide: Decide['decide'] = async (incidents, decision) => {
    const open = incidents.filter((incident) => isOpenTo(incident, decision))
    if (open.length === 0) {
      toast({ message: text.nothingToDo(text.done[decision]) })
      return []
    }
    setBusy(true)
    const outcome = await decideMany(open, decision)
    setBusy(false)
    void show(outcome)
    const { decided, failed } = outcome
    const [failure] = failed
    const said = text.did(decided.length, text.done[decision])
    newest.current = decided.length > 0 ? () => void undo(decided, decision) : undefined
    toast({
      message: failure === undefined ? said : text.partly(decided.length, open.length, text.done[decision], reasonOf(failure.error)),
      isProblem: failure !== undefined,
      ...(newest.current !== undefined && { undo: newest.current }),
    })
    return failed.map(({ incident }) => incident)
  }
  return { isBusy, decide, undo: () => newest.current?.() }
}
