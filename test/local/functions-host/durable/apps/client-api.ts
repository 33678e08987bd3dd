import * as df from 'durable-functions'
import './client.ts'

df.app.activity('echo', { handler: (input: unknown) => input })

df.app.orchestration('echoes', function* (context) {
  return yield context.df.callActivity('echo', context.df.getInput())
})

df.app.orchestration('kindOfInput', function* (context) {
  const input = context.df.getInput<unknown>()
  return [typeof input, input, yield context.df.callActivity('echo', 'called')]
})

// biome-ignore lint/correctness/useYield: an orchestration without a single step is one, too
df.app.orchestration('instant', function* (context) {
  return context.df.getInput()
})

df.app.orchestration('waits', function* (context) {
  context.df.setCustomStatus('waiting')
  return yield context.df.waitForExternalEvent('go')
})

df.app.orchestration('fails', function* (context) {
  yield context.df.callActivity('echo', 1)
  throw new Error(`no ${context.df.getInput()}`)
})

df.app.orchestration('versionOf', function* (context) {
  const { version } = context.df
  if (context.df.getInput() !== 'parent') return version ?? null
  return [version, yield context.df.callSubOrchestrator('versionOf', 'child', undefined, '7.1')]
})

df.app.orchestration('awaits', function* (context) {
  const later = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000))
  yield context.df.callActivity('echo', 1)
  yield context.df.Task.any([later, context.df.callSubOrchestrator('waits', undefined, `${context.df.instanceId}-child`)])
  later.cancel()
})
