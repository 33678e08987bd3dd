import { RetryOptions } from 'durable-functions'

/** Pause before the second attempt. Storage calls have been tried for seconds by then; what still fails needs longer. */
const firstPauseMs = 10_000
const attempts = 4

/** Four attempts: after 10 s, 40 s and 160 s. `pauseMs` from the orchestration's input takes the place of the first pause. */
export function retries(pauseMs = firstPauseMs): RetryOptions {
  const options = new RetryOptions(pauseMs, attempts)
  options.backoffCoefficient = 4
  return options
}
