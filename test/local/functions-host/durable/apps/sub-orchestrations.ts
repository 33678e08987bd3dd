import * as df from 'durable-functions'
import './client.ts'

df.app.activity('echo', { handler: (input: unknown) => input })
df.app.activity('fail', {
  handler: (message: string) => {
    throw new Error(message)
  },
})

const self = df.app.orchestration('self', function* (context) {
  const input = context.df.getInput<unknown>()
  const { instanceId, parentInstanceId } = context.df
  return { input: yield context.df.callActivity('echo', input), instanceId, parentInstanceId }
})

df.app.orchestration('callSelf', function* (context) {
  const { input, id } = context.df.getInput<{ input: unknown; id?: string }>()
  return yield context.df.callSubOrchestrator('self', input, id)
})

df.app.orchestration('callSelfByReference', function* () {
  return yield self('by reference')
})

df.app.orchestration('callTwice', function* (context) {
  const first = yield context.df.callSubOrchestrator('self', 1)
  const second = yield context.df.callSubOrchestrator('self', 2)
  return [first, second]
})

df.app.orchestration('failing', function* (context) {
  yield context.df.callActivity('fail', context.df.getInput())
})

df.app.orchestration('callFailing', function* (context) {
  yield context.df.callSubOrchestrator('failing', 'deep trouble')
})

df.app.orchestration('catchFailing', function* (context) {
  try {
    yield context.df.callSubOrchestrator('failing', 'deep trouble')
  } catch (error) {
    return (error as Error).message
  }
  return 'nothing thrown'
})

let runs = 0
df.app.activity('countRuns', { handler: () => ++runs })
df.app.orchestration('flaky', function* (context) {
  const run = yield context.df.callActivity('countRuns')
  if (run < context.df.getInput<number>()) throw new Error(`run ${run}`)
  return run
})
df.app.orchestration('retryFlaky', function* (context) {
  const run = yield context.df.callSubOrchestratorWithRetry('flaky', new df.RetryOptions(1, 5), context.df.getInput())
  return { run, after: yield context.df.callActivity('echo', 'after') }
})
df.app.orchestration('retryInVain', function* (context) {
  try {
    yield context.df.callSubOrchestratorWithRetry('failing', new df.RetryOptions(1, 2), 'still broken')
  } catch (error) {
    return { message: (error as Error).message, after: yield context.df.callActivity('echo', 'after') }
  }
  return 'nothing thrown'
})

df.app.orchestration('countDown', function* (context) {
  const depth = context.df.getInput<number>()
  if (depth === 0) return [yield context.df.callActivity('echo', 'bottom')]
  const below = (yield context.df.callSubOrchestrator('countDown', depth - 1)) as unknown[]
  return [depth, ...below]
})

df.app.orchestration('fanOut', function* (context) {
  const count = context.df.getInput<number>()
  const children = Array.from({ length: count }, (_, index) => context.df.callSubOrchestrator('self', index))
  const outputs = (yield context.df.Task.all(children)) as { input: number; instanceId: string }[]
  return { inputs: outputs.map(({ input }) => input), ids: new Set(outputs.map(({ instanceId }) => instanceId)).size }
})

df.app.orchestration('waiting', function* (context) {
  return yield context.df.waitForExternalEvent('go')
})
df.app.orchestration('callWaiting', function* (context) {
  return yield context.df.callSubOrchestrator('waiting', undefined, context.df.getInput<string>())
})

df.app.orchestration('generations', function* (context) {
  const generation = context.df.getInput<number>()
  yield context.df.callActivity('echo', generation)
  if (generation === 3) return 'third generation'
  context.df.continueAsNew(generation + 1)
})
df.app.orchestration('callGenerations', function* (context) {
  return yield context.df.callSubOrchestrator('generations', 1)
})

df.app.orchestration('callItself', function* (context) {
  return yield context.df.callSubOrchestrator('self', 1, context.df.instanceId)
})
df.app.orchestration('callNobody', function* (context) {
  return yield context.df.callSubOrchestrator('nobody', 1)
})
