import { readBlob, writeBlob } from './bindings/blob.ts'
import { writeQueue } from './bindings/queue-output.ts'
import { readTable, writeTable } from './bindings/table.ts'
import type { BindingTypes } from './invocation/binding-types.ts'
import { blobTrigger } from './triggers/blob.ts'
import { eventHubTrigger } from './triggers/event-hub.ts'
import { queueTrigger } from './triggers/queue.ts'
import { timerTrigger } from './triggers/timer.ts'

/** Every type of binding that the host serves, but HTTP, which has a server of its own. */
export const knownBindings: BindingTypes = {
  triggers: new Map([
    ['timertrigger', timerTrigger],
    ['eventhubtrigger', eventHubTrigger],
    ['queuetrigger', queueTrigger],
    ['blobtrigger', blobTrigger],
  ]),
  inputs: new Map([
    ['blob', readBlob],
    ['table', readTable],
  ]),
  outputs: new Map([
    ['blob', writeBlob],
    ['queue', writeQueue],
    ['table', writeTable],
  ]),
}
