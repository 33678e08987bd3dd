import * as df from 'durable-functions'
import './client.ts'

df.app.entity<number>('account', ({ df: entity }) => {
  const balance = entity.getState(() => 0) ?? 0
  const input = entity.getInput<number>() ?? 0
  if (entity.operationName === 'set') entity.setState(input)
  if (entity.operationName === 'add') entity.setState(balance + input)
  entity.return(entity.getState(() => 0))
})

const inside = new Map<string, number>()
let mostInside = 0
df.app.activity('enter', {
  handler: async (key: string) => {
    inside.set(key, (inside.get(key) ?? 0) + 1)
    mostInside = Math.max(mostInside, inside.get(key) ?? 0)
    await new Promise((resolve) => setImmediate(resolve))
  },
})
df.app.activity('leave', { handler: (key: string) => void inside.set(key, (inside.get(key) ?? 0) - 1) })
df.app.activity('mostInside', { handler: () => mostInside })

const account = (key: string) => new df.EntityId('account', key)

/** Reads, thinks and writes: without the lock, additions would be lost. */
df.app.orchestration('addSafely', function* (context) {
  const key = context.df.getInput<string>()
  const lock = (yield context.df.lock(account(key))) as df.DurableLock
  try {
    const balance = yield context.df.callEntity(account(key), 'get')
    yield context.df.callActivity('enter', key)
    yield context.df.callActivity('leave', key)
    yield context.df.callEntity(account(key), 'set', balance + 1)
  } finally {
    lock.release()
  }
  return context.df.isLocked().isLocked
})

df.app.orchestration('contend', function* (context) {
  const { key, count } = context.df.getInput<{ key: string; count: number }>()
  yield context.df.Task.all(Array.from({ length: count }, () => context.df.callSubOrchestrator('addSafely', key)))
  return { balance: yield context.df.callEntity(account(key), 'get'), mostInside: yield context.df.callActivity('mostInside') }
})

df.app.orchestration('transfer', function* (context) {
  const { from, to, amount } = context.df.getInput<{ from: string; to: string; amount: number }>()
  using lock = (yield context.df.lock(account(from), account(to))) as df.DurableLock
  const source = yield context.df.callEntity(account(from), 'get')
  const target = yield context.df.callEntity(account(to), 'get')
  yield context.df.callEntity(account(from), 'set', source - amount)
  yield context.df.callEntity(account(to), 'set', target + amount)
  return lock.ownedLocks.map(({ key }) => key)
})

df.app.orchestration('transferBothWays', function* (context) {
  const transfers = Array.from({ length: 8 }, (_, index) =>
    index % 2 === 0 ? { from: 'left', to: 'right', amount: 5 } : { from: 'right', to: 'left', amount: 3 },
  )
  const owned = yield context.df.Task.all(transfers.map((transfer) => context.df.callSubOrchestrator('transfer', transfer)))
  const balances = [yield context.df.callEntity(account('left'), 'get'), yield context.df.callEntity(account('right'), 'get')]
  return { owned, balances }
})

df.app.orchestration('breakRule', function* (context) {
  const rule = context.df.getInput<string>()
  const lock = (yield context.df.lock(account('mine'))) as df.DurableLock
  let message = 'nothing thrown'
  try {
    if (rule === 'callUnlocked') yield context.df.callEntity(account('other'), 'get')
    if (rule === 'signalLocked') context.df.signalEntity(account('mine'), 'add', 1)
    if (rule === 'subOrchestration') yield context.df.callSubOrchestrator('addSafely', 'other')
    if (rule === 'nested') yield context.df.lock(account('other'))
    if (rule === 'parallel') yield context.df.Task.all([1, 2].map((n) => context.df.callEntity(account('mine'), 'add', n)))
  } catch (error) {
    message = (error as Error).message
  }
  lock.release()
  return { message, isUsable: (yield context.df.callEntity(account('other'), 'get')) !== undefined }
})

df.app.orchestration('holdUntil', function* (context) {
  const key = context.df.getInput<string>()
  const lock = (yield context.df.lock(account(key))) as df.DurableLock
  context.df.setCustomStatus('holding')
  const amount = yield context.df.waitForExternalEvent('go')
  const before = yield context.df.callEntity(account(key), 'get')
  yield context.df.callEntity(account(key), 'add', amount)
  lock.release()
  return before
})

df.app.orchestration('forgetToRelease', function* (context) {
  yield context.df.lock(account('forgotten'))
  if (context.df.getInput<boolean>()) throw new Error('in the critical section')
  return context.df.isLocked().isLocked
})

df.app.orchestration('balance', function* (context) {
  return yield context.df.callEntity(account(context.df.getInput()), 'get')
})
