import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { replaySpill } from '../../../shared/operations/replay-spill.ts'
import type { Ports } from '../../../shared/ports.ts'
import { countRows } from '../../harness/dump-tables.ts'
import type { NetworkFault } from '../../harness/fault-proxy.ts'
import { at, eventOf, incidentMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'
import { createTestApp } from '../../harness/test-app.ts'

const incidentCount = 6

describe('ingest while storage fails', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let ports: Ports
  let hour = 0
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    ports = await createTestApp(proxy.connectionString)
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  function breakNothing(): void {
    for (const service of [proxy.table, proxy.blob, proxy.queue]) service.decide = () => undefined
  }

  /** Incidents that no other test has, and how many of them and of their alerts are stored. */
  function freshIncidents() {
    hour++
    const messages = Array.from({ length: incidentCount }, (_, index) =>
      incidentMessage({ seq: hour * 1000 + index, seconds: hour * 3600 + index }),
    )
    const counts = async () => {
      const range = { from: at(hour * 3600), to: at(hour * 3600 + 3600) }
      const { items } = await ports.incidents.list({ sites: ['plant-1'], limit: 100, ...range })
      const alerts = await Promise.all(items.map(({ id }) => ports.incidents.alerts(id)))
      return { incidents: items.length, alerts: alerts.flat().length }
    }
    return { events: messages.map((message) => eventOf(message)), messages, counts }
  }

  const lostAnswers: [string, NetworkFault][] = [
    ['503', { kind: 'execute-then-fail', how: 503 }],
    ['a reset', { kind: 'execute-then-fail', how: 'reset' }],
    ['half an answer', { kind: 'truncate-body' }],
  ]
  for (const [name, fault] of lostAnswers) {
    test(`every incident and its alert is stored once when the first write of each is executed and answered by ${name}`, async () => {
      const { events, counts } = freshIncidents()
      const broken = new Set<string>()
      proxy.table.decide = ({ method, path, body }) => {
        const incident = /i~\d+~([0-9a-f]{32})/.exec(body)?.[1]
        if (method !== 'POST' || !path.includes('$batch') || incident === undefined || broken.has(incident)) return undefined
        broken.add(incident)
        return fault
      }
      const { failed } = await ingestBatch(ports, events)
      breakNothing()
      assert.deepEqual(failed, [])
      assert.equal(broken.size, incidentCount)
      assert.deepEqual(await counts(), { incidents: incidentCount, alerts: incidentCount })
    })
  }

  test('a bare 429, which the SDK would not retry, is tried again', async () => {
    const { events, counts } = freshIncidents()
    const rejected = new Set<string>()
    // Each call once; what the SDK writes anew for every attempt (the boundaries of a batch) does not make it another call.
    proxy.table.decide = ({ method, path, body }) => {
      const call = `${method} ${path} ${body.replace(/(?:batch|changeset)_[0-9a-f-]{36}/g, '')}`
      if (rejected.has(call)) return undefined
      rejected.add(call)
      return { kind: 'reject', status: 429 }
    }
    assert.deepEqual((await ingestBatch(ports, events)).failed, [])
    breakNothing()
    assert.ok(rejected.size > incidentCount)
    assert.deepEqual(await counts(), { incidents: incidentCount, alerts: incidentCount })
  })

  for (const failing of [1, 50, 99]) {
    test(`when ${failing} of 100 keys cannot be stored they are spilled, and the whole batch again stores each once`, async () => {
      hour++
      const events = Array.from({ length: 100 }, (_, index) =>
        eventOf(inferenceMessage({ seq: hour * 1000 + index, seconds: hour * 3600 + index * 60 })),
      )
      const before = await countRows(azurite.connectionString, 'Inferences')
      const isDoomed = (body: string) => events.slice(0, failing).some((_, index) => body.includes(`~${hour * 1000 + index}'`))
      proxy.table.decide = ({ path, body }) => (path.includes('$batch') && isDoomed(body) ? { kind: 'reject', status: 500 } : undefined)
      const { failed, accepted } = await ingestBatch(ports, events)
      assert.equal(failed.length, failing)
      assert.equal(accepted.length, 100 - failing)
      assert.equal(await countRows(azurite.connectionString, 'Inferences'), before + 100 - failing)

      breakNothing()
      assert.deepEqual((await ingestBatch(ports, events)).failed, [])
      assert.equal(await replaySpill(ports), failing)
      assert.deepEqual(await ports.spill.list(10), [])
      assert.equal(await countRows(azurite.connectionString, 'Inferences'), before + 100)
    })
  }

  test('tables that are away altogether lose nothing: the batch is spilled, and taken in when they are back', async () => {
    const { events, counts } = freshIncidents()
    proxy.table.decide = () => ({ kind: 'reject', status: 503 })
    assert.equal((await ingestBatch(ports, events)).failed.length, incidentCount)
    assert.equal(await replaySpill(ports), 0)
    breakNothing()
    assert.equal(await replaySpill(ports), incidentCount)
    assert.deepEqual(await counts(), { incidents: incidentCount, alerts: incidentCount })
  })

  test('when nothing at all answers the batch is not let go', async () => {
    const { events } = freshIncidents()
    for (const service of [proxy.table, proxy.blob, proxy.queue]) service.decide = () => ({ kind: 'reject', status: 503 })
    await assert.rejects(ingestBatch(ports, events), { code: 'storage-unavailable' })
    breakNothing()
  })

  test('a wake-up that cannot be queued costs no incident: the alert waits in the list of pending ones', async () => {
    const { events, counts, messages } = freshIncidents()
    proxy.queue.decide = () => ({ kind: 'reject', status: 503 })
    assert.deepEqual((await ingestBatch(ports, events)).failed, [])
    breakNothing()
    assert.deepEqual(await counts(), { incidents: incidentCount, alerts: incidentCount })
    const pending = new Set((await ports.outbox.pending(1000)).map(({ incident }) => incident))
    assert.ok(messages.every(({ incident }) => pending.has(incident)))
  })

  test('an incident whose alerts cannot be planned is stored all the same, and its alerts by the replay', async () => {
    const { events, messages } = freshIncidents()
    const planAlerts: Ports['planAlerts'] = () => Promise.reject(new Error('the roster cannot be read'))
    const { failed } = await ingestBatch({ ...ports, planAlerts }, events)
    assert.equal(failed.length, incidentCount)
    const found = await ports.incidents.find(messages[0]?.incident ?? '')
    assert.equal(found?.value.intake?.hasPlannedAlerts, false)
    await replaySpill(ports)
    assert.equal((await ports.incidents.alerts(messages[0]?.incident ?? '')).length, 1)
  })
})
