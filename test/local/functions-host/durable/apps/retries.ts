import type { InvocationContext } from '@azure/functions'
import * as df from 'durable-functions'
import './client.ts'

const attempts = new Map<string, number>()

/** Fails until the attempt that the input names; each orchestration has a count of its own. */
df.app.activity('flaky', {
  handler: ({ succeedsAt, thrown }: { succeedsAt: number; thrown?: string }, context: InvocationContext) => {
    const id = String(context.triggerMetadata?.['instanceId'])
    const attempt = (attempts.get(id) ?? 0) + 1
    attempts.set(id, attempt)
    if (attempt >= succeedsAt) return attempt
    throw thrown === undefined ? new Error(`attempt ${attempt}`) : thrown
  },
})
df.app.activity('attemptsOf', { handler: (id: string) => attempts.get(id) ?? 0 })
df.app.activity('echo', { handler: (input: unknown) => input })

interface Retry {
  first: number
  max: number
  coefficient?: number
  maxInterval?: number
  timeout?: number
}

function retryOptions({ first, max, coefficient, maxInterval, timeout }: Retry): df.RetryOptions {
  const options = new df.RetryOptions(first, max)
  if (coefficient !== undefined) options.backoffCoefficient = coefficient
  if (maxInterval !== undefined) options.maxRetryIntervalInMilliseconds = maxInterval
  if (timeout !== undefined) options.retryTimeoutInMilliseconds = timeout
  return options
}

df.app.orchestration('tryOften', function* (context) {
  const { retry, ...input } = context.df.getInput<{ retry: Retry; succeedsAt: number; thrown?: string }>()
  let outcome: unknown
  try {
    outcome = yield context.df.callActivityWithRetry('flaky', retryOptions(retry), input)
  } catch (error) {
    outcome = (error as Error).message
  }
  // What comes after the last attempt shows that the ids of library and engine still agree.
  const attempts = yield context.df.callActivity('attemptsOf', context.df.instanceId)
  return { outcome, attempts }
})

df.app.orchestration('tryUncaught', function* (context) {
  return yield context.df.callActivityWithRetry('flaky', new df.RetryOptions(1, 2), context.df.getInput())
})

const flaky = df.app.activity('flakyByReference', {
  handler: (_: unknown, context: InvocationContext) => {
    const id = String(context.triggerMetadata?.['instanceId'])
    attempts.set(id, (attempts.get(id) ?? 0) + 1)
    if (attempts.get(id) !== 2) throw new Error('not yet')
    return 'second'
  },
})

df.app.orchestration('tryBeside', function* (context) {
  const both = [flaky().withRetry(new df.RetryOptions(1, 3)), context.df.callActivity('echo', 'beside')]
  const first = yield context.df.Task.all(both)
  return [first, yield context.df.callActivity('echo', 'after')]
})

df.app.orchestration('tryAgainstTimer', function* (context) {
  const never = context.df.callActivityWithRetry('flaky', new df.RetryOptions(3_600_000, 2), { succeedsAt: 2 })
  const soon = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 20))
  const winner = yield context.df.Task.any([never, soon])
  return winner === soon ? 'timer' : 'activity'
})

df.app.activity('failBefore', {
  handler: ({ key, succeedsAt }: { key: string; succeedsAt: number }) => {
    attempts.set(key, (attempts.get(key) ?? 0) + 1)
    if (attempts.get(key)! < succeedsAt) throw new Error('not yet')
    return attempts.get(key)
  },
})

df.app.orchestration('tryManyAtOnce', function* (context) {
  const options = new df.RetryOptions(1, 6)
  const key = (index: number) => `${context.df.instanceId}-${index}`
  const tries = [1, 5, 2, 4, 3, 1, 2].map((succeedsAt, index) =>
    context.df.callActivityWithRetry('failBefore', options, { key: key(index), succeedsAt }),
  )
  const first = yield context.df.Task.any([context.df.callActivity('echo', 'first'), context.df.waitForExternalEvent('never')])
  const results = yield context.df.Task.all(tries)
  return [first.result, ...results, yield context.df.callActivity('echo', 'last')]
})

df.app.orchestration('tryInTwoLines', function* (context) {
  const lines = [0, 1, 2].map((line) => context.df.callSubOrchestratorWithRetry('tryLine', new df.RetryOptions(1, 4), line))
  return [yield context.df.Task.all(lines), yield context.df.callActivity('echo', 'after')]
})

df.app.orchestration('tryLine', function* (context) {
  const key = `${context.df.parentInstanceId}-line-${context.df.getInput()}`
  return yield context.df.callActivity('failBefore', { key, succeedsAt: 3 })
})
