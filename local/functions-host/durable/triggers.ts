import { randomUUID } from 'node:crypto'
import type { TriggerCall, TriggerType } from '../invocation/binding-types.ts'
import { engineOf } from './open-engine.ts'
import { startInstance } from './orchestration/start-instance.ts'

/** Opening the engine is all there is to listening: it calls the functions when their rows come up. */
const listen: TriggerType['listen'] = async (_, host) => {
  await engineOf(host)
  return { stop: async () => {} }
}

/** By hand: a new instance with the given input, JSON or else text. */
export const orchestrationTrigger: TriggerType = {
  listen,
  callByHand: async (fn, input, host) => {
    const engine = await engineOf(host)
    const id = randomUUID().replaceAll('-', '')
    await engine.store.transaction('start', () => startInstance(engine, { id, name: fn.name, version: null, input: asJson(input) }))
    engine.wake()
    return undefined
  },
}

/** By hand: one run, outside of any orchestration. */
export const activityTrigger: TriggerType = {
  listen,
  callByHand: (_, input): TriggerCall => {
    const data = { string: input }
    return { data, metadata: { instanceId: { string: '' }, data }, bindingValues: {} }
  },
}

export const entityTrigger: TriggerType = {
  listen,
  callByHand: ({ name }) => {
    throw new Error(`signal an entity by POST /runtime/webhooks/durabletask/entities/${name}/{key}?op={operation}`)
  },
}

function asJson(text: string): string {
  if (text === '') return 'null'
  try {
    JSON.parse(text)
    return text
  } catch {
    return JSON.stringify(text)
  }
}
