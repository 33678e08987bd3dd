import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { startAzurite } from '../../../local/azurite/start.ts'
import { startCommunication } from '../../../local/communication/start.ts'
import { startTelemetry } from '../../../local/telemetry/start.ts'
import { createTelemetry } from '../../../shared/adapters/telemetry.ts'
import { dispatchAlert } from '../../../shared/operations/dispatch-alert.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { startFaultProxy } from '../../harness/fault-proxy.ts'
import { eventOf, incidentMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { planOneAlert } from '../../harness/test-app.ts'
import { createAlertPorts } from './alert-support/alert-ports.ts'

const now = new Date('2026-11-20T08:00:05.000Z')
const closing: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of closing.toReversed()) await close()
})

async function started<T extends { close(): Promise<unknown> }>(starting: Promise<T>): Promise<T> {
  const running = await starting
  closing.push(running.close)
  return running
}

let plant: Awaited<ReturnType<typeof startPlant>>
before(async () => {
  plant = await startPlant()
})

/** Storage, a provider behind a proxy that shows its calls, and somebody who listens to the telemetry. */
async function startPlant() {
  const azurite = await started(startAzurite())
  const backend = await started(startTelemetry())
  const communication = await started(startCommunication({ now: () => now }))
  const proxy = await started(startFaultProxy(communication.url))
  const connections = {
    storage: azurite.connectionString,
    communication: communication.connectionString.replace(communication.url, proxy.url),
  }
  const wired = createAlertPorts(connections, () => now, { perMinute: 100, perHour: 1000 })
  const telemetry = createTelemetry([{ kind: 'otlp', url: backend.url, headers: {} }])
  const ports = { ...wired, telemetry, planAlerts: planOneAlert }
  await ports.devices.save({ id: 'edge-1', site: 'plant-1', name: 'edge-1' })
  await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant North', timeZone: 'Europe/Berlin' })
  await ports.rosters.saveRecipient({
    ...{ id: 'on-call', site: 'plant-1', name: 'On call', phone: '+491700000001', email: 'on-call@example.com', enabled: true },
  } as Parameters<typeof ports.rosters.saveRecipient>[0])
  return { ports, backend, proxy }
}

it('leads from the frame over the hub and the function app to the provider in one trace, which the provider is told', async () => {
  const { ports, backend, proxy } = plant
  const message = incidentMessage({ seq: 1, seconds: 1 }, { start: 0 })
  await ingestBatch(ports, [eventOf(message), eventOf(inferenceMessage({ seq: 2, seconds: 1 }))])
  const [alert] = await ports.outbox.pending(10)
  assert.equal(await dispatchAlert(ports, alert!), 'done')
  await ports.telemetry.flush()

  const spans = backend.store.trace(message.incident)
  assert.deepEqual(
    spans.map(({ service, name }) => `${service}: ${name}`),
    [
      'sightloop-edge: see incident',
      'sightloop-edge: wait in outbox',
      'iot-hub: carry message',
      'sightloop-functions: ingest',
      'sightloop-functions: send sms',
    ],
  )
  const send = spans.at(-1)!
  assert.equal(send.parent, spans[0]!.id)
  assert.equal(send.attributes['sightloop.alert.outcome'], 'accepted')
  const call = proxy.requests.find(({ method, path }) => method === 'POST' && path.startsWith('/sms'))
  assert.equal(call?.headers['traceparent'], `00-${message.incident}-${send.id}-01`)
})

it('measures what was taken in, and how long people waited for it', async () => {
  const metrics = plant.backend.store.metrics()
  const of = (name: string) =>
    metrics.filter(({ metric }) => metric === name).map(({ attributes, count, value }) => ({ attributes, count, value }))
  assert.deepEqual(of('sightloop.alert.delay'), [{ attributes: { channel: 'sms', severity: 'warning' }, count: 1, value: 5 }])
  assert.deepEqual(of('sightloop.alert.attempts'), [{ attributes: { channel: 'sms', outcome: 'accepted' }, count: undefined, value: 1 }])
  assert.deepEqual(
    of('sightloop.ingest.events').map(({ attributes, value }) => [attributes['type'], attributes['outcome'], value]),
    [
      ['incident', 'stored', 1],
      ['inference', 'stored', 1],
    ],
  )
})

it('says nothing of a person', async () => {
  const told = JSON.stringify([plant.backend.store.traces(), plant.backend.store.metrics()])
  for (const word of ['+491700000001', 'on-call@example.com', 'On call']) assert.ok(!told.includes(word), word)
})

it('goes on when nobody listens any more', async () => {
  const { ports } = plant
  const telemetry = createTelemetry([{ kind: 'otlp', url: 'http://127.0.0.1:1', headers: {} }])
  const message = incidentMessage({ seq: 3, seconds: 2 }, { start: 2 })
  const { failed, accepted } = await ingestBatch({ ...ports, telemetry }, [eventOf(message)])
  assert.deepEqual([failed.length, accepted.length], [0, 1])
  await telemetry.flush()
})
