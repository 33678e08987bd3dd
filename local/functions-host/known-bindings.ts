import type { BindingTypes, InputBinding, OutputBinding, TriggerType, Webhook } from './invocation/binding-types.ts'
import { answerEventGrid, eventGridTrigger } from './triggers/event-grid.ts'
import { timerTrigger } from './triggers/timer.ts'

// The SDKs behind these are big: an app that has only HTTP starts without them.
const blobTrigger = lazyTrigger(async () => (await import('./triggers/blob.ts')).blobTrigger)
const eventHubTrigger = lazyTrigger(async () => (await import('./triggers/event-hub.ts')).eventHubTrigger)
const queueTrigger = lazyTrigger(async () => (await import('./triggers/queue.ts')).queueTrigger)
const orchestrationTrigger = lazyTrigger(async () => (await import('./durable/triggers.ts')).orchestrationTrigger)
const activityTrigger = lazyTrigger(async () => (await import('./durable/triggers.ts')).activityTrigger)
const entityTrigger = lazyTrigger(async () => (await import('./durable/triggers.ts')).entityTrigger)

const readBlob: InputBinding = async (...args) => (await import('./bindings/blob.ts')).readBlob(...args)
const writeBlob: OutputBinding = async (...args) => (await import('./bindings/blob.ts')).writeBlob(...args)
const readTable: InputBinding = async (...args) => (await import('./bindings/table.ts')).readTable(...args)
const writeTable: OutputBinding = async (...args) => (await import('./bindings/table.ts')).writeTable(...args)
const writeQueue: OutputBinding = async (...args) => (await import('./bindings/queue-output.ts')).writeQueue(...args)
const durableClient: InputBinding = async (...args) => (await import('./durable/client-input.ts')).durableClient(...args)
const answerDurable: Webhook = async (...args) => (await import('./durable/api/webhook.ts')).answerDurable(...args)

/** Every type of binding that the host serves, but HTTP, which has a server of its own. */
export const knownBindings: BindingTypes = {
  triggers: new Map([
    ['timertrigger', timerTrigger],
    ['eventhubtrigger', eventHubTrigger],
    ['queuetrigger', queueTrigger],
    ['blobtrigger', blobTrigger],
    ['eventgridtrigger', eventGridTrigger],
    ['orchestrationtrigger', orchestrationTrigger],
    ['activitytrigger', activityTrigger],
    ['entitytrigger', entityTrigger],
  ]),
  webhooks: new Map([
    ['eventgrid', answerEventGrid],
    ['durabletask', answerDurable],
  ]),
  inputs: new Map([
    ['blob', readBlob],
    ['table', readTable],
    ['durableclient', durableClient],
    ['orchestrationclient', durableClient],
  ]),
  outputs: new Map([
    ['blob', writeBlob],
    ['queue', writeQueue],
    ['table', writeTable],
  ]),
}

function lazyTrigger(load: () => Promise<TriggerType>): TriggerType {
  return {
    listen: async (...args) => (await load()).listen(...args),
    callByHand: async (...args) => (await load()).callByHand(...args),
  }
}
