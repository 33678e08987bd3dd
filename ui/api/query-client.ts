import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api-problem.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Pages of one visit share what was just read; live lists say their own interval.
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.isPassing && !isHeldBack(error),
      refetchOnWindowFocus: true,
      // Offline is shown by the banner; a query that fails says so instead of waiting silently.
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** Whoever is told to wait for long is told so; asking on would only make it longer. */
function isHeldBack({ retryAfterSeconds = 0 }: ApiProblem): boolean {
  return retryAfterSeconds > 3
}
