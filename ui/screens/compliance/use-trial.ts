import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Answer, call } from '../../api/call.ts'
import type { Policy } from './policy-draft.ts'

type Part = Answer<'tryCompliancePolicy'>
export type TrialCount = Part['before'][number]
export type Example = NonNullable<Part['examples']>[number]

export interface TrialState {
  /** From 0 to 1. */
  readonly done: number
  readonly isOver: boolean
  readonly items: number
  readonly before: readonly TrialCount[]
  readonly after: readonly TrialCount[]
  readonly changes: Part['changes']
  /** Undefined where one may not see them. */
  readonly examples: readonly Example[] | undefined
}

const partHours = 12
const parts = (7 * 24) / partHours
const mostExamples = 12
const nothing: TrialState = { done: 0, isOver: false, items: 0, before: [], after: [], changes: [], examples: undefined }

/** Tries a policy on the last seven days, half a day after the other, so that one sees it come. */
export function useTrial(site: string) {
  const client = useQueryClient()
  const [state, setState] = useState<TrialState>()
  const [error, setError] = useState<unknown>()
  const running = useRef(0)

  async function run(policy: Policy): Promise<void> {
    const own = ++running.current
    setError(undefined)
    setState(nothing)
    const endMs = Math.ceil(Date.now() / 3_600_000) * 3_600_000
    let sum = nothing
    try {
      for (let part = parts; part > 0; part--) {
        const at = (index: number) => new Date(endMs - index * partHours * 3_600_000).toISOString()
        const body = { policy, from: at(part), to: at(part - 1) }
        const answer = await client.fetchQuery({
          queryKey: ['tryCompliancePolicy', site, body],
          queryFn: ({ signal }) => call('tryCompliancePolicy', { params: { site }, body }, signal),
          staleTime: 0,
          gcTime: 0,
        })
        // Another try began, or the page is gone: this one says nothing any more.
        if (own !== running.current) return
        sum = add(sum, answer, (parts - part + 1) / parts)
        setState(sum)
      }
    } catch (failure) {
      if (own === running.current) setError(failure)
    }
  }

  const stop = () => {
    running.current++
    setState(undefined)
  }
  return { state, error, run, stop }
}

function add(sum: TrialState, part: Part, done: number): TrialState {
  const examples = part.examples === undefined ? sum.examples : [...(sum.examples ?? []), ...part.examples].slice(-mostExamples)
  return {
    ...{ done, isOver: done >= 1, items: sum.items + part.items, examples },
    before: join(sum.before, part.before, ({ kind, outcome, rule }) => [kind, outcome, rule]),
    after: join(sum.after, part.after, ({ kind, outcome, rule }) => [kind, outcome, rule]),
    changes: join(sum.changes, part.changes, ({ from, to }) => [from, to]),
  }
}

function join<Count extends { readonly items: number }>(
  sum: readonly Count[],
  more: readonly Count[],
  keyOf: (count: Count) => string[],
): Count[] {
  const all = new Map<string, Count>()
  for (const count of [...sum, ...more]) {
    const key = JSON.stringify(keyOf(count))
    all.set(key, { ...count, items: (all.get(key)?.items ?? 0) + count.items })
  }
  return [...all.values()]
}
