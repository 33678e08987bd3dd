import * as df from 'durable-functions'
import './client.ts'

const day = 86_400_000

df.app.orchestration('sleep', function* (context) {
  const fireAt = new Date(context.df.currentUtcDateTime.getTime() + context.df.getInput<number>())
  yield context.df.createTimer(fireAt)
  return context.df.currentUtcDateTime.getTime() >= fireAt.getTime()
})

df.app.activity('record', { handler: () => 'recorded' })

df.app.orchestration('order', function* (context) {
  const now = context.df.currentUtcDateTime.getTime()
  yield context.df.Task.all([60, 20, 40, 0].map((after) => context.df.createTimer(new Date(now + after))))
  return [0, 20, 40, 60].map((after) => new Date(now + after).toISOString())
})

df.app.orchestration('sleepTwice', function* (context) {
  const later = new Date(context.df.currentUtcDateTime.getTime() + context.df.getInput<number>())
  const [, first] = yield context.df.Task.all([context.df.createTimer(later), context.df.callActivity('record')])
  yield context.df.createTimer(new Date(later.getTime() + 100))
  return [first, yield context.df.callActivity('record')]
})

df.app.orchestration('deadline', function* (context) {
  const deadline = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + context.df.getInput<number>()))
  const approval = context.df.waitForExternalEvent('approval')
  const winner = yield context.df.Task.any([approval, deadline])
  if (winner === deadline) return { outcome: 'late', isCanceled: deadline.isCanceled }
  deadline.cancel()
  const after = yield context.df.callActivity('record')
  return { outcome: approval.result, isCanceled: deadline.isCanceled, after }
})

df.app.orchestration('ticks', function* (context) {
  const seen: number[] = []
  for (let tick = 0; tick < 5; tick++) {
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3))
    seen.push(context.df.currentUtcDateTime.getTime())
  }
  return seen
})

df.app.orchestration('cancelFired', function* (context) {
  const timer = context.df.createTimer(context.df.currentUtcDateTime)
  yield timer
  timer.cancel()
})

df.app.orchestration('sleepForDays', function* (context) {
  const fireAts = [1, 2, 7, 40].map((days) => new Date(context.df.currentUtcDateTime.getTime() + days * day))
  const timers = fireAts.map((fireAt) => context.df.createTimer(fireAt))
  const wake = context.df.waitForExternalEvent('wake')
  context.df.setCustomStatus('asleep')
  const winner = yield context.df.Task.any([wake, ...timers])
  for (const timer of timers) timer.cancel()
  return winner === wake ? wake.result : 'a timer of days fired'
})
