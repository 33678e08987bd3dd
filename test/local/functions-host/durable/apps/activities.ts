import type { InvocationContext } from '@azure/functions'
import * as df from 'durable-functions'
import './client.ts'

const echo = df.app.activity('echo', { handler: (input: unknown) => input })
df.app.activity('kindOf', { handler: (input: unknown) => (input === null ? 'null' : Array.isArray(input) ? 'array' : typeof input) })
df.app.activity('nothing', { handler: () => undefined })
df.app.activity('startAnother', {
  extraInputs: [df.input.durableClient()],
  handler: ({ id, input }: { id: string; input: object }, context: InvocationContext) =>
    df.getClient(context).startNew('call', { instanceId: id, input }),
})
df.app.activity('instanceOf', { handler: (_: unknown, context: InvocationContext) => context.triggerMetadata?.['instanceId'] })

const thrown: Record<string, unknown> = { text: 'plain text', nothing: undefined, null: null, number: 7, object: { why: 'an object' } }
df.app.activity('fail', {
  handler: (message: string) => {
    throw new Error(message)
  },
})
df.app.activity('throw', {
  handler: async (kind: string) => {
    throw thrown[kind]
  },
})
df.app.setExceptionPropertiesProvider({
  getExceptionProperties: (error) => (error instanceof RangeError ? { limit: 12, unit: 'bar' } : undefined),
})
df.app.activity('outOfRange', {
  handler: () => {
    throw new RangeError('too much pressure')
  },
})

df.app.orchestration('call', function* (context) {
  const { name, input } = context.df.getInput<{ name: string; input?: unknown }>()
  return yield context.df.callActivity(name, input)
})

df.app.orchestration('callEach', function* (context) {
  const { name, inputs } = context.df.getInput<{ name: string; inputs: unknown[] }>()
  const outputs: unknown[] = []
  for (const input of inputs) outputs.push(yield context.df.callActivity(name, input))
  return outputs
})

df.app.orchestration('callRegistered', function* (context) {
  return yield echo(context.df.getInput())
})

df.app.orchestration('compensate', function* (context) {
  const undone: unknown[] = []
  try {
    yield context.df.callActivity('echo', 'debit')
    yield context.df.callActivity('fail', 'account closed')
  } catch (error) {
    undone.push(yield context.df.callActivity('echo', 'credit'))
    undone.push((error as Error).message)
  }
  return undone
})

df.app.orchestration('catchProperties', function* (context) {
  try {
    yield context.df.callActivity('outOfRange')
  } catch (error) {
    if (!(error instanceof df.TaskFailedError)) return String(error)
    const { errorType, errorMessage, properties } = error.failureDetails
    return { errorType, errorMessage, properties, causedByRange: error.failureDetails.isCausedBy('RangeError') }
  }
  return 'nothing thrown'
})
