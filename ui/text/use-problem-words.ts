import { ApiProblem } from '../api/api-problem.ts'
import { useText } from './text.ts'

/** What went wrong, in the person's language. What the API says of the one case (`detail`) stays as it said it. */
export function useProblemWords(): (error: unknown) => string {
  const faults: Readonly<Record<string, string>> = useText().faults
  return (error) => {
    if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : String(error)
    const title = faults[error.code] ?? error.title
    // When to try again is counted down beside it.
    return error.detail === undefined || error.retryAfterSeconds !== undefined ? title : `${title} ${error.detail}`
  }
}
