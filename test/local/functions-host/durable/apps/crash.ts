// Each activity writes a line into EFFECTS when it begins; the one that STOP_AT names then says so and never ends.
import { appendFileSync } from 'node:fs'
import * as df from 'durable-functions'
import './client.ts'

const stopAt = new Set((process.env['STOP_AT'] ?? '').split(','))
const effects = process.env['EFFECTS'] ?? ''

async function pass(step: string): Promise<void> {
  appendFileSync(effects, `${step}\n`)
  if (!stopAt.has(step)) return
  console.log(`stopped at ${step}`)
  await new Promise(() => {})
}

df.app.activity('step', {
  handler: async (step: string) => {
    await pass(step)
    return `${step} done`
  },
})

df.app.orchestration('chain', function* (context) {
  const done: unknown[] = []
  for (const step of ['chain-0', 'chain-1', 'chain-2', 'chain-3', 'chain-4']) done.push(yield context.df.callActivity('step', step))
  return done
})

df.app.orchestration('fanOut', function* (context) {
  const tasks = Array.from({ length: 8 }, (_, index) => context.df.callActivity('step', `fan-${index}`))
  const done = yield context.df.Task.all(tasks)
  return [...done, yield context.df.callActivity('step', 'fan-in')]
})

df.app.orchestration('timer', function* (context) {
  const before = yield context.df.callActivity('step', 'timer-before')
  context.df.setCustomStatus('waiting')
  const fireAt = new Date(context.df.currentUtcDateTime.getTime() + 1_500)
  yield context.df.createTimer(fireAt)
  const isInTime = context.df.currentUtcDateTime >= fireAt
  return [before, isInTime, yield context.df.callActivity('step', 'timer-after')]
})

df.app.orchestration('event', function* (context) {
  context.df.setCustomStatus('waiting')
  const first = yield context.df.waitForExternalEvent('first')
  context.df.setCustomStatus('waiting for the second')
  const second = yield context.df.waitForExternalEvent('second')
  return [first, second, yield context.df.callActivity('step', 'event-after')]
})

df.app.orchestration('parent', function* (context) {
  const before = yield context.df.callActivity('step', 'parent-before')
  const child = yield context.df.callSubOrchestrator('child')
  return [before, child, yield context.df.callActivity('step', 'parent-after')]
})

df.app.orchestration('child', function* (context) {
  const first = yield context.df.callActivity('step', 'child-first')
  return [first, yield context.df.callActivity('step', 'child-second')]
})

df.app.entity<number[]>('tally', async ({ df: entity }) => {
  const input = entity.getInput<number>() ?? 0
  if (entity.operationName === 'add') {
    await pass(`tally-${input}`)
    entity.setState([...(entity.getState(() => []) ?? []), input])
  }
  entity.return(entity.getState(() => []))
})

df.app.orchestration('callTally', function* (context) {
  const tally = new df.EntityId('tally', 'called')
  for (const number of [1, 2, 3]) yield context.df.callEntity(tally, 'add', number)
  return yield context.df.callEntity(tally, 'get')
})

let attempts = 0
df.app.activity('alwaysFails', {
  handler: async () => {
    await pass(`retry-${++attempts}`)
    throw new Error('not today')
  },
})

df.app.orchestration('retries', function* (context) {
  try {
    return yield context.df.callActivityWithRetry('alwaysFails', new df.RetryOptions(1, 3))
  } catch (error) {
    return (error as Error).message
  }
})

df.app.orchestration('locks', function* (context) {
  const tally = new df.EntityId('tally', 'locked')
  const lock = (yield context.df.lock(tally)) as df.DurableLock
  const done = yield context.df.callActivity('step', 'in-lock')
  const state = yield context.df.callEntity(tally, 'get')
  lock.release()
  return [done, state]
})
