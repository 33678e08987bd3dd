import * as df from 'durable-functions'
import './client.ts'

df.app.activity('echo', { handler: (input: unknown) => input })
df.app.activity('executionsOf', { handler: (id: string) => executions.get(id) ?? [] })

/** What the code of an orchestrator did each time it ran, replays included: outside of what is replayed. */
const executions = new Map<string, string[]>()
const note = (id: string, text: string) => executions.set(id, [...(executions.get(id) ?? []), text])

df.app.orchestration('guids', function* (context) {
  const { instanceId } = context.df
  const first = context.df.newGuid(instanceId)
  const firstEchoed = yield context.df.callActivity('echo', first)
  const second = context.df.newGuid(instanceId)
  const secondEchoed = yield context.df.callActivity('echo', second)
  return { first, firstEchoed, second, secondEchoed }
})

df.app.orchestration('times', function* (context) {
  const seen = [context.df.currentUtcDateTime.toISOString()]
  const echoed = [yield context.df.callActivity('echo', seen[0])]
  for (let step = 0; step < 3; step++) {
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3))
    seen.push(context.df.currentUtcDateTime.toISOString())
    echoed.push(yield context.df.callActivity('echo', seen.at(-1)))
  }
  return { seen, echoed }
})

df.app.orchestration('replays', function* (context) {
  const { instanceId } = context.df
  const tell = (step: number) => note(instanceId, `${step}${context.df.isReplaying ? ' again' : ''}`)
  tell(0)
  yield context.df.callActivity('echo', 1)
  tell(1)
  yield context.df.callActivity('echo', 2)
  tell(2)
  return yield context.df.callActivity('executionsOf', instanceId)
})

df.app.orchestration('context', function* (context) {
  const before = context.df.getInput<{ list: number[] }>()
  before.list.push(99)
  yield context.df.callActivity('echo', 1)
  const { instanceId, parentInstanceId } = context.df
  return { input: context.df.getInput(), instanceId, parentInstanceId: parentInstanceId ?? null, functionName: context.functionName }
})

/** The next three do what no orchestrator may: something else at the replay than at the first run. */
const isFirstRun = (id: string) => {
  note(id, 'run')
  return executions.get(id)?.length === 1
}

df.app.orchestration('differentActivity', function* (context) {
  if (isFirstRun(context.df.instanceId)) yield context.df.callActivity('echo', 1)
  else yield context.df.callActivity('executionsOf', 'nobody')
  return 'went on'
})

df.app.orchestration('differentKind', function* (context) {
  if (isFirstRun(context.df.instanceId)) yield context.df.callActivity('echo', 1)
  else yield context.df.createTimer(context.df.currentUtcDateTime)
  yield context.df.callActivity('echo', 2)
  return 'went on'
})

df.app.orchestration('missingStep', function* (context) {
  if (isFirstRun(context.df.instanceId)) yield context.df.callActivity('echo', 1)
  yield context.df.waitForExternalEvent('never')
})

df.app.orchestration('taskInTwoRaces', function* (context) {
  const echo = context.df.callActivity('echo', 'slow')
  yield context.df.Task.any([echo, context.df.createTimer(context.df.currentUtcDateTime)])
  yield context.df.Task.any([echo, context.df.createTimer(context.df.currentUtcDateTime)])
  return 'went on'
})

df.app.orchestration('waitInTwoRaces', function* (context) {
  const wait = context.df.waitForExternalEvent('never')
  yield context.df.Task.any([wait, context.df.createTimer(context.df.currentUtcDateTime)])
  yield context.df.Task.any([wait, context.df.createTimer(context.df.currentUtcDateTime)])
  return 'went on'
})

df.app.orchestration('yieldsNoTask', function* () {
  yield 'a text' as unknown as df.Task
})

df.app.orchestration('throws', function* (context) {
  const { at, kind } = context.df.getInput<{ at: 'start' | 'end'; kind: string }>()
  if (at === 'end') yield context.df.callActivity('echo', 1)
  if (kind === 'error') throw new TypeError('wrong kind of bottle')
  throw 'a plain text'
})

df.app.orchestration('returns', function* (context) {
  const kind = context.df.getInput<string>()
  yield context.df.callActivity('echo', 1)
  const values: Record<string, unknown> = {
    undefined: undefined,
    function: () => 1,
    date: new Date(0),
    map: new Map([[1, 2]]),
    nan: Number.NaN,
    bigint: 1n,
    text: '{"looks":"like JSON"}',
  }
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  return kind === 'circular' ? circular : values[kind]
})

df.app.orchestration('nothingToDo', function* () {})
