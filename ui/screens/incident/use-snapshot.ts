import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { keyOf } from '../../api/use-api.ts'
import { isMissing } from '../../video/use-clip.ts'

/** Below the ten minutes that a link is good for. */
const freshMs = 9 * 60_000
const lookAgainMs = 3_000

/** Address of the picture that raised the incident; it may still be on its way. */
export function useSnapshot(id: string): string | undefined {
  const input = { params: { id } }
  const { data } = useQuery({
    queryKey: keyOf('linkIncidentSnapshot', input),
    queryFn: ({ signal }) => call('linkIncidentSnapshot', input, signal),
    staleTime: freshMs,
    refetchInterval: ({ state }) => (state.data === undefined && isMissing(state.error) ? lookAgainMs : false),
  })
  return data?.url
}
