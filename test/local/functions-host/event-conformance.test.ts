// Batches of events take a short way past the library's invocation model, with metadata that is made when it is read.
// No handler may be able to tell: the same batch goes both ways, and what the handler sees is compared whole.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { PartitionContext, ReceivedEventData } from '@azure/event-hubs'
import { createFunctionRegistry } from '../../../local/functions-host/app/function-registry.ts'
import { readHostSettings } from '../../../local/functions-host/app/host-settings.ts'
import { loadApp } from '../../../local/functions-host/app/load-app.ts'
import { createHostContext } from '../../../local/functions-host/invocation/create-host-context.ts'
import { isPlain } from '../../../local/functions-host/invocation/direct-context.ts'
import { libraryClasses } from '../../../local/functions-host/invocation/library-classes.ts'
import { knownBindings } from '../../../local/functions-host/known-bindings.ts'
import { batchCall } from '../../../local/functions-host/triggers/event-hub.ts'
import { appFolder } from './app-folder.ts'

const app = `
import { app, InvocationContext, output } from '@azure/functions'
import { inspect } from 'node:util'
const hub = { connection: 'Events', eventHubName: 'hub', cardinality: 'many' }
const { invocationId, traceContext, ...rest } = new InvocationContext()
const handler = (events, context) => {
  const { triggerMetadata } = context
  globalThis.seen = {
    isContext: context instanceof InvocationContext,
    buffers: events.map((event) => Buffer.isBuffer(event) && event.toString('latin1')),
    events: JSON.stringify(events),
    keys: Object.keys(context),
    context: JSON.stringify({ ...context, invocationId, traceContext }),
    printed: inspect(triggerMetadata, { depth: 9, breakLength: 1e6 }),
    metadata: JSON.stringify(triggerMetadata),
    spread: Object.keys({ ...triggerMetadata }),
    same: triggerMetadata.propertiesArray === triggerMetadata.propertiesArray,
    written: ((triggerMetadata.mine = 1), (triggerMetadata.offsetArray = 'mine'), JSON.stringify(triggerMetadata)),
  }
  if (context.functionName === 'throws') throw new Error('no')
  if (context.functionName === 'returns') return { a: 1 }
  if (context.functionName === 'counts') return 7
  if (context.functionName === 'measures') return 0.5
  if (context.functionName === 'circular') { const a = {}; a.a = a; return a }
}
for (const name of ['texts', 'throws', 'returns', 'counts', 'measures', 'circular']) app.eventHub(name, { ...hub, handler })
app.eventHub('bound', { ...hub, handler, return: output.storageQueue({ connection: 'Storage', queueName: 'q' }) })
app.eventHub('bytes', { ...hub, dataType: 'binary', handler })
`
const folder = appFolder({ after }, { 'app.js': app })
const registry = createFunctionRegistry(() => {})
await loadApp(folder, undefined, registry)
const parts = {
  appFolder: folder,
  stateFolder: folder,
  hostId: 'test',
  settings: readHostSettings(folder),
  registry,
  types: knownBindings,
  log: () => {},
}
assert.ok(registry.model)
const direct = createHostContext(parts, await libraryClasses(registry.model, false)).host
const model = createHostContext(parts, undefined).host

const partition = {
  fullyQualifiedNamespace: 'localhost',
  eventHubName: 'hub',
  consumerGroup: '$Default',
  partitionId: '0',
} as PartitionContext
const bodies = ['{"A":{"B":1}}', 'plain', '123', '[]', '', '{"broken', Buffer.from([0, 255])]
const events = bodies.map(
  (body, index): ReceivedEventData => ({
    body: Buffer.from(body),
    properties: index === 1 ? undefined : { Type: 'health', Nested: { Deep: [{ Key: 1n }] }, bytes: Buffer.from('x') },
    offset: index === 2 ? 'odd' : String(index * 100),
    sequenceNumber: index,
    enqueuedTimeUtc: new Date(1_780_000_000_000 + index * 10),
    partitionKey: index === 3 ? null : `key-${index}`,
    systemProperties: {
      'iothub-enqueuedtime': 1_780_000_000_000,
      'iothub-connection-device-id': 'd',
      contentType: 'text/plain',
      userId: Buffer.from('u'),
    },
    getRawAmqpMessage: () => ({ body }),
  }),
)
const retry = { retryCount: 1, maxRetryCount: 2, exception: { message: 'm', source: '', stackTrace: 's' } }

for (const name of ['texts', 'bytes', 'throws', 'returns', 'counts', 'measures', 'circular']) {
  test(`both ways hand over the same batch: ${name}`, async () => {
    const fn = registry.functions.get(name)
    assert.ok(fn)
    const results = []
    for (const host of [direct, model]) {
      const outcome = await host.invoke(fn, batchCall(fn, events, partition), '(null)', retry)
      results.push({ outcome: outcome.isSuccess ? outcome.returnValue : String(outcome.error), seen: Reflect.get(globalThis, 'seen') })
    }
    assert.deepEqual(results[0], results[1])
    assert.match(results[0]?.seen.metadata, /"key-0"/)
  })
}

test('a function with an output takes the long way, which writes it', () => {
  const isShort = (name: string) => isPlain(registry.functions.get(name)!, registry)
  assert.deepEqual([isShort('texts'), isShort('bound')], [true, false])
})
