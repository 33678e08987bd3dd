import * as df from 'durable-functions'
import './client.ts'

const broken = new Set<string>()
const calls = new Map<string, number>()
df.app.activity('echo', { handler: (input: unknown) => input })
df.app.activity('break', { handler: (part: string) => void broken.add(part) })
df.app.activity('mend', { handler: (part: string) => void broken.delete(part) })
df.app.activity('callsOf', { handler: (part: string) => calls.get(part) ?? 0 })
df.app.activity('use', {
  handler: (part: string) => {
    calls.set(part, (calls.get(part) ?? 0) + 1)
    if (broken.has(part)) throw new Error(`${part} is broken`)
    return `${part} works`
  },
})

df.app.orchestration('one', function* (context) {
  const { activity, input } = context.df.getInput<{ activity: string; input: unknown }>()
  return yield context.df.callActivity(activity, input)
})

df.app.orchestration('countTo', function* (context) {
  const { to, sum, step } = context.df.getInput<{ to: number; sum: number; step: number }>()
  const next = yield context.df.callActivity('echo', sum + step)
  if (step === to) return { sum: next, id: context.df.instanceId }
  context.df.continueAsNew({ to, sum: next, step: step + 1 })
})

df.app.orchestration('repeatText', function* (context) {
  const text = context.df.getInput<string>()
  yield context.df.callActivity('echo', text)
  if (text.length >= 4) return text
  context.df.continueAsNew(`${text}1`)
})

df.app.orchestration('aggregator', function* (context) {
  const total = context.df.getInput<number>()
  context.df.setCustomStatus({ total })
  const added = yield context.df.waitForExternalEvent('add')
  if (added === 'stop') return total
  context.df.continueAsNew(total + added)
})

df.app.orchestration('stages', function* (context) {
  context.df.setCustomStatus({ stage: 1, of: ['a', 'б'] })
  yield context.df.waitForExternalEvent('next')
  context.df.setCustomStatus('second stage')
  yield context.df.waitForExternalEvent('next')
  return 'done'
})

df.app.orchestration('statusOf', function* (context) {
  context.df.setCustomStatus('x'.repeat(context.df.getInput<number>()))
  yield context.df.callActivity('echo', 1)
  return 'fits'
})

df.app.orchestration('collectTwo', function* (context) {
  context.df.setCustomStatus('waiting')
  const first = yield context.df.waitForExternalEvent('item')
  const second = yield context.df.waitForExternalEvent('item')
  return [first, second]
})

const gates = new Map<string, () => void>()
df.app.activity('gate', {
  handler: async (name: string) => {
    const gate = Promise.withResolvers<void>()
    gates.set(name, gate.resolve)
    await gate.promise
    return name
  },
})
df.app.activity('isAtGate', { handler: (name: string) => gates.has(name) })
df.app.activity('openGate', { handler: (name: string) => gates.get(name)?.() })

df.app.orchestration('passGate', function* (context) {
  const name = yield context.df.callActivity('gate', context.df.getInput<string>())
  return yield context.df.callActivity('use', name)
})

df.app.orchestration('useAll', function* (context) {
  const parts = context.df.getInput<string[]>()
  const first = yield context.df.callActivity('use', parts[0])
  const rest = yield context.df.Task.all(parts.slice(1).map((part) => context.df.callActivity('use', part)))
  return [first, ...rest]
})

df.app.orchestration('useDeep', function* (context) {
  const first = yield context.df.callActivity('use', 'deep-first')
  const rest = yield context.df.callSubOrchestrator('useAll', context.df.getInput())
  return [first, ...rest]
})
