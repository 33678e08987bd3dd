import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { ApiProblem } from '../api/api-problem.ts'
import { type Answer, call, type Input } from '../api/call.ts'
import { keyOf } from '../api/use-api.ts'

export type Clip = Answer<'makeClip'>
export type Stretch = Input<'makeClip'>['body']

/** The camera uploads a recording when it is complete: until then it is asked for again. */
const lookAgainMs = 5_000

/**
 * The video of a stretch of a camera. It is not asked for anew by itself while it plays: another address would start it over.
 *
 * @param isAwaited It may still arrive: as long as there is none, it is asked for again
 */
export function useClip(stretch: Stretch | undefined, isAwaited = false): UseQueryResult<Clip> {
  const input = { body: stretch ?? { site: '', camera: '', from: '', to: '' } }
  return useQuery({
    queryKey: keyOf('makeClip', input),
    queryFn: ({ signal }) => call('makeClip', input, signal),
    enabled: stretch !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.isPassing,
    refetchInterval: ({ state }) => (isAwaited && state.data === undefined && isMissing(state.error) ? lookAgainMs : false),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

/** There is no video of that time, or not yet. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404
}
