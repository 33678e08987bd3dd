import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../api/call.ts'

/** Links end after ten minutes; they are asked for anew a little earlier. */
const freshMs = 9 * 60_000
/** The API takes no more at once. */
const mostAtOnce = 50

/**
 * Addresses of pictures by their frame, each page of them by one call. A picture that is missing from the answer is not
 * there, or not yet.
 *
 * @param pages Frames in the pages in which they were read: what was linked once keeps its link when more come.
 */
export function useFrameLinks(pages: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  const calls = pages.flatMap((page) => {
    const frames = [...new Set(page)]
    return Array.from({ length: Math.ceil(frames.length / mostAtOnce) }, (_, index) =>
      frames.slice(index * mostAtOnce, (index + 1) * mostAtOnce),
    )
  })
  const answers = useQueries({
    queries: calls.map((frames) => ({
      queryKey: ['linkFrames', frames],
      queryFn: ({ signal }: { signal: AbortSignal }) => call('linkFrames', { body: { frames } }, signal),
      staleTime: freshMs,
      refetchInterval: freshMs,
    })),
    combine: (results) => results.map(({ data }) => data?.items),
  })
  return useMemo(() => new Map(answers.flatMap((items) => items ?? []).map(({ frame, url }) => [frame, url])), [answers])
}
