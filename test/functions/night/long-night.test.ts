import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { nightlyDataPreparation } from '../../../functions/orchestrations/nightly-data-preparation.ts'
import { prepareRecording } from '../../../functions/orchestrations/prepare-recording.ts'
import { startAzurite } from '../../../local/azurite/start.ts'
import { recordingsPerPage } from '../../../shared/operations/plan-night.ts'
import { type Respond, recordOrchestrator } from '../../harness/record-orchestrator.ts'
import type { HistoryEvent } from '../../harness/run-orchestrator.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { addRecordings, startStubbedNights } from './support/stubbed-night.ts'

// A row of Azure's tables holds 64 KB of text at most, and replaying costs time.
const maxEvents = 1000
const maxPayloadBytes = 48 * 1024

const night = { site: 'plant-1', night: `nightly-${'p'.repeat(63)}-2026-11-20-10`, pauseMs: 10_000 }

/** The longest text that an event carries. */
function longestPayload(history: readonly HistoryEvent[], ...others: unknown[]): number {
  const payloads = [
    ...history.flatMap(({ Input, Result, Reason }) => [Input, Result, Reason]),
    ...others.map((other) => JSON.stringify(other)),
  ]
  return Math.max(...payloads.map((payload) => Buffer.byteLength(String(payload ?? ''))))
}

describe('the history of a night stays below a thousand events and 48 KB an event', () => {
  const longId = (index: number) => `${index}-${'r'.repeat(59 - String(index).length)}`
  const plan = { to: '2026-11-20T01:30:00.000Z', recordings: 100_000, pages: 1000 }

  test('for a full page where every recording answers by itself', async () => {
    const respond: Respond = (name) => {
      if (name === 'plan-night') return plan
      if (name === 'read-night-page') return Array.from({ length: recordingsPerPage }, (_, index) => longId(index))
      return { isBad: false, frames: 1000, annotations: 10_000, bytes: 1e10 }
    }
    const { history, actions, customStatus } = await recordOrchestrator(nightlyDataPreparation, night, respond)
    assert.ok(history.length <= maxEvents, `${history.length} events`)
    const bytes = longestPayload(history, actions.at(-1)?.input, customStatus)
    assert.ok(bytes <= maxPayloadBytes, `${bytes} bytes`)
    // The next page begins with what is counted so far, and nothing of what has been.
    assert.ok(Buffer.byteLength(JSON.stringify(actions.at(-1)?.input)) < 1024)
  })

  test('for a recording where everything fails as long as it can, with long words', async () => {
    const respond: Respond = (name, _, attempt) => (name === 'note-problem' && attempt === 4 ? null : new Error('ä'.repeat(20_000)))
    const { history } = await recordOrchestrator(prepareRecording, { ...night, recording: longId(1) }, respond)
    assert.ok(history.length <= maxEvents, `${history.length} events`)
    const ours = history.filter(({ EventType }) => EventType === 4)
    assert.ok(longestPayload(ours) <= 2048)
  })
})

describe('a night of 5,000 frames', () => {
  const closing: (() => unknown)[] = []
  const t = { after: (close: () => unknown) => void closing.push(close) }
  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  test('comes to its end page by page, with every instance of the engine within the bounds', async () => {
    const azurite = await startAzurite()
    t.after(() => azurite.close())
    const ports = await createTestApp(azurite.connectionString)
    await addRecordings(ports, 125)
    const nights = await startStubbedNights(t, ports, azurite.connectionString, { FRAMES: '40', FILES: 'none' })
    const { state, progress } = await nights.run()
    assert.deepEqual([state, progress.recordings.done, progress.frames], ['complete', 125, 5000])
    const instances = await nights.ask<{ instanceId: string }[]>('instances?top=1000')
    assert.equal(instances.length, 126)
    for (const { instanceId } of [instances.find(({ instanceId }) => instanceId.startsWith('nightly'))!, ...instances.slice(0, 10)]) {
      const { historyEvents } = await nights.ask<{ historyEvents: object[] }>(
        `instances/${instanceId}?showHistory=true&showHistoryOutput=true`,
      )
      assert.ok(historyEvents.length <= maxEvents)
      assert.ok(historyEvents.every((event) => Buffer.byteLength(JSON.stringify(event)) <= maxPayloadBytes))
    }
  })
})
