import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { call } from '../../api/call.ts'
import { keyOf } from '../../api/use-api.ts'
import type { IncidentDetail } from '../../decisions/decision.ts'
import { useDecisions } from '../../decisions/use-decisions.ts'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import { useProblemWords } from '../../text/use-problem-words.ts'
import { type IncidentFilter, queryOf } from '../incidents/incident-filter.ts'
import { findNewer, findOlder, findUnjudged } from './neighbours.ts'

export interface Neighbours {
  /** The one below in the list, and the one above. */
  goOlder(): void
  goNewer(): void
  /** The next that nobody has judged. */
  goUnjudged(): void
}

/** Ways to the incidents around this one, within the filter that one came with. */
export function useNeighbours({ id, site, startedAt }: IncidentDetail['incident'], given: IncidentFilter): Neighbours {
  const client = useQueryClient()
  const navigate = useNavigate()
  const show = useToast()
  const text = useText().incident
  const wordsOf = useProblemWords()
  const { all } = useDecisions()
  const decided = useRef<readonly string[]>([])
  // What was decided here a moment ago may not have reached the list yet.
  decided.current = [...decided.current, ...all.flatMap(({ incident, action }) => (action.kind === 'judge' ? [incident] : []))]
  const filter = queryOf(site, given) ?? {}
  const here = { id, startedAt }

  const next = useQuery({
    queryKey: ['unjudged-after', filter, id],
    queryFn: async () => (await findUnjudged(filter, here, (one) => decided.current.includes(one)))?.id ?? null,
    staleTime: 20_000,
  })
  // Read ahead: after a verdict the next one is there at once, also where the connection has gone meanwhile.
  useEffect(() => {
    if (typeof next.data !== 'string') return
    const input = { params: { id: next.data } }
    void client.prefetchQuery({ queryKey: keyOf('getIncident', input), queryFn: () => call('getIncident', input) })
  }, [client, next.data])

  const go = (to: string | undefined | null, nothing: string) => {
    if (typeof to !== 'string') show({ message: nothing })
    else void navigate({ to: '/incidents/$id', params: { id: to }, search: given })
  }
  const find = (search: Promise<{ id: string } | undefined>, nothing: string) =>
    search.then(
      (found) => go(found?.id, nothing),
      (error) => show({ message: wordsOf(error), isProblem: true }),
    )
  return {
    goOlder: () => void find(findOlder(filter, here), text.noOlder),
    goNewer: () => void find(findNewer(filter, here), text.noNewer),
    goUnjudged: () => {
      if (typeof next.data === 'string' && !decided.current.includes(next.data)) go(next.data, text.allJudged)
      else
        void find(
          findUnjudged(filter, here, (one) => decided.current.includes(one)),
          text.allJudged,
        )
    },
  }
}
