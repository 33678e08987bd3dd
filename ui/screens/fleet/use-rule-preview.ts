import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Answer, call } from '../../api/call.ts'
import { keyOf } from '../../api/use-api.ts'
import type { Rule } from '../../fleet/rule-draft.ts'

export const previewMinutes = 5
/** A slider says something new many times a second; the question is asked when it rests. */
const restMs = 350

/** What a rule would have made of the last minutes of its camera. */
export function useRulePreview(site: string, rule: Rule | undefined): UseQueryResult<Answer<'previewRule'>> {
  const wanted = JSON.stringify(rule)
  const [asked, setAsked] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), restMs)
    return () => clearTimeout(timer)
  }, [wanted])
  const input = { params: { site }, body: { rule: (asked === undefined ? undefined : JSON.parse(asked)) as Rule, minutes: previewMinutes } }
  return useQuery({
    queryKey: keyOf('previewRule', input),
    queryFn: ({ signal }) => call('previewRule', input, signal),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 20_000,
  })
}
