import * as df from 'durable-functions'
import './client.ts'

interface Counter {
  value: number
  log: string[]
}

df.app.entity<Counter>('counter', async ({ df: entity }) => {
  const isNew = entity.isNewlyConstructed
  const state = entity.getState(() => ({ value: 0, log: [] })) ?? { value: 0, log: [] }
  const input = entity.getInput<number>() ?? 0
  switch (entity.operationName) {
    case 'add':
      entity.setState({ value: state.value + input, log: [...state.log, `add ${input}`] })
      break
    case 'addSlowly':
      await new Promise((resolve) => setImmediate(resolve))
      entity.setState({ value: state.value + input, log: [...state.log, `add ${input}`] })
      break
    case 'get':
      entity.return(state.value)
      break
    case 'log':
      entity.return(state.log)
      break
    case 'who':
      entity.return({ name: entity.entityName, key: entity.entityKey, isNew })
      break
    case 'fail':
      throw new Error('the counter is stuck')
    case 'delete':
      entity.destructOnExit()
      break
    case 'forward':
      entity.signalEntity(new df.EntityId('counter', `${entity.entityKey}-next`), 'add', input)
      entity.signalEntity(new df.EntityId('counter', `${entity.entityKey}-next`), 'add', input + 1)
      entity.setState({ ...state, log: [...state.log, 'forward'] })
      break
  }
})

df.app.entity<unknown>('box', ({ df: entity }) => {
  if (entity.operationName === 'put') entity.setState(entity.getInput())
  entity.return(entity.getState() ?? null)
})

df.app.activity('echo', { handler: (input: unknown) => input })

interface Step {
  do: 'call' | 'signal'
  key: string
  operation: string
  input?: unknown
  name?: string
}

/** Answers what each call gave; for an error the word "error". */
df.app.orchestration('steps', function* (context) {
  const results: unknown[] = []
  for (const { do: kind, key, operation, input, name = 'counter' } of context.df.getInput<Step[]>()) {
    const id = new df.EntityId(name, key)
    if (kind === 'signal') {
      context.df.signalEntity(id, operation, input)
      continue
    }
    try {
      results.push(yield context.df.callEntity(id, operation, input))
    } catch {
      results.push('error')
    }
  }
  return results
})

df.app.orchestration('callAtOnce', function* (context) {
  const keys = context.df.getInput<string[]>()
  yield context.df.Task.all(keys.map((key) => context.df.callEntity(new df.EntityId('counter', key), 'add', 1)))
  return yield context.df.Task.all(keys.map((key) => context.df.callEntity(new df.EntityId('counter', key), 'get')))
})

df.app.orchestration('callBetween', function* (context) {
  const id = new df.EntityId('counter', context.df.instanceId)
  const before = yield context.df.callActivity('echo', 'before')
  yield context.df.callEntity(id, 'add', 4)
  const after = yield context.df.callActivity('echo', 'after')
  context.df.signalEntity(id, 'add', 5)
  yield context.df.createTimer(context.df.currentUtcDateTime)
  return [before, after, yield context.df.callEntity(id, 'get')]
})

df.app.orchestration('callNobody', function* (context) {
  yield context.df.callEntity(new df.EntityId('nobody', 'x'), 'get')
})
