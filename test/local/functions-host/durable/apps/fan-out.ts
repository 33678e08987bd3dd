import * as df from 'durable-functions'
import './client.ts'

let running = 0
let peak = 0
const limit = Number(process.env['LIMIT'])
const full = Promise.withResolvers<void>()

/** Stays until as many run at once as the host allows, so it would never end if fewer could. */
df.app.activity('crowd', {
  handler: async (index: number) => {
    running++
    peak = Math.max(peak, running)
    if (running === limit) full.resolve()
    await full.promise
    // One turn of the event loop: a host that starts too many would show it here.
    await new Promise((resolve) => setImmediate(resolve))
    running--
    return index
  },
})
df.app.activity('peak', { handler: () => peak })
df.app.activity('square', { handler: (value: number) => value * value })
df.app.activity('fail', {
  handler: (message: string) => {
    throw new Error(message)
  },
})

df.app.orchestration('crowds', function* (context) {
  const tasks = Array.from({ length: 12 }, (_, index) => context.df.callActivity('crowd', index))
  const indexes = yield context.df.Task.all(tasks)
  return { indexes, peak: yield context.df.callActivity('peak') }
})

df.app.orchestration('squares', function* (context) {
  const count = context.df.getInput<number>()
  const tasks = Array.from({ length: count }, (_, index) => context.df.callActivity('square', index))
  const squares = (yield context.df.Task.all(tasks)) as number[]
  return squares.reduce((sum, square) => sum + square, 0)
})

df.app.orchestration('inOrder', function* (context) {
  const soon = new Date(context.df.currentUtcDateTime.getTime() + 15)
  const timer = context.df.createTimer(soon)
  const tasks = [timer, context.df.callActivity('square', 3), context.df.callSubOrchestrator('squares', 3)]
  const [, square, sum] = yield context.df.Task.all(tasks)
  return [timer.isCompleted, square, sum]
})

df.app.orchestration('oneFails', function* (context) {
  const tasks = [context.df.callActivity('square', 2), context.df.callActivity('fail', 'the second'), context.df.callActivity('square', 4)]
  try {
    yield context.df.Task.all(tasks)
  } catch (error) {
    return { message: (error as Error).message, after: yield context.df.callActivity('square', 5) }
  }
  return 'nothing thrown'
})

df.app.orchestration('allFail', function* (context) {
  yield context.df.Task.all([context.df.callActivity('fail', 'one'), context.df.callActivity('fail', 'two')])
})

df.app.orchestration('race', function* (context) {
  const slow = context.df.waitForExternalEvent('never')
  const fast = context.df.callActivity('square', 7)
  const winner = yield context.df.Task.any([slow, fast])
  return { isFast: winner === fast, result: winner.result, slowIsOpen: !slow.isCompleted }
})

df.app.orchestration('raceLostByFailure', function* (context) {
  const failing = context.df.callActivity('fail', 'early')
  const winner = yield context.df.Task.any([failing, context.df.waitForExternalEvent('never')])
  return { isFailing: winner === failing, isFaulted: winner.isFaulted }
})

df.app.orchestration('nested', function* (context) {
  const { all, any } = context.df.Task
  const square = (value: number) => context.df.callActivity('square', value)
  const never = context.df.waitForExternalEvent('never')
  const pair = all([square(2), square(3)])
  const winner = yield any([all([square(1), never]), pair])
  const rest = yield all([square(4), any([square(5), context.df.waitForExternalEvent('never too')])])
  return { pairWon: winner === pair, pair: winner.result, first: rest[0], inner: rest[1].result }
})

df.app.orchestration('yieldTwice', function* (context) {
  const task = context.df.callActivity('square', 6)
  const first = yield task
  return [first, yield task]
})

df.app.orchestration('empty', function* (context) {
  return yield context.df.Task.all([])
})
