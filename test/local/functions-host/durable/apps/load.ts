import * as df from 'durable-functions'
import './client.ts'

df.app.activity('double', { handler: (value: number) => value * 2 })

df.app.orchestration('work', function* (context) {
  const value = yield context.df.callActivity('double', context.df.getInput())
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 5))
  const [left, right] = yield context.df.Task.all([context.df.callActivity('double', value), context.df.callActivity('double', value)])
  return left + right
})

let isReleased = false
df.app.activity('isReleased', { handler: () => isReleased })
df.app.activity('setReleased', {
  handler: () => {
    isReleased = true
  },
})

/** Works without a pause until it is released. */
df.app.orchestration('busy', function* (context) {
  const round = context.df.getInput<number>()
  const isOver = yield context.df.callActivity('isReleased')
  if (isOver) return 'released'
  context.df.continueAsNew(round + 1)
})

df.app.orchestration('release', function* (context) {
  yield context.df.callActivity('setReleased')
})

/** What a crash must not change: a chain, a fan-out and a call of an entity that counts. */
df.app.orchestration('rush', function* (context) {
  const number = context.df.getInput<number>()
  const first = yield context.df.callActivity('tick', number)
  const all = yield context.df.Task.all([first, first].map((value) => context.df.callActivity('tick', value)))
  yield context.df.callEntity(new df.EntityId('total', 'rush'), 'add', 1)
  const child = yield context.df.callSubOrchestrator('rushChild', number)
  return [...all, child]
})
df.app.orchestration('rushChild', function* (context) {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 2))
  return yield context.df.callActivity('tick', context.df.getInput())
})

// From RUSH_AT on, every fourth one never ends: so the rush is not over when the kill comes.
const rushAt = Number(process.env['RUSH_AT'] ?? Number.POSITIVE_INFINITY)
let ticks = 0
df.app.activity('tick', {
  handler: async (value: number) => {
    if (++ticks === rushAt) console.log('the rush is on')
    if (ticks >= rushAt && ticks % 4 === 0) await new Promise(() => {})
    return value
  },
})

df.app.entity<number>('total', ({ df: entity }) => {
  if (entity.operationName === 'add') entity.setState((entity.getState(() => 0) ?? 0) + (entity.getInput<number>() ?? 0))
  entity.return(entity.getState(() => 0))
})

df.app.orchestration('waits', function* (context) {
  return yield context.df.waitForExternalEvent('go')
})
