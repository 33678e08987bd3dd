import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { comment, judge } from '../../../shared/domain/decide.ts'
import { incidentId } from '../../../shared/domain/ids.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { acceptUpload } from '../../../shared/operations/accept-upload.ts'
import { decideIncident } from '../../../shared/operations/decide-incident.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { reportMissedObject } from '../../../shared/operations/report-missed-object.ts'
import type { Ports } from '../../../shared/ports.ts'
import { sampleVideo } from '../../harness/ingest-process.ts'
import { at, eventOf, incidentMessage, inferenceMessage, recordingMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

const person: Principal = { id: 'p', name: 'P', roles: ['site-engineer'], sites: 'all' }
const incident = incidentId('edge-1', 'camera-1', 'no-cap', at(0))

describe('a mark for the next night', () => {
  let azurite: RunningAzurite
  let ports: Ports
  /** Marks and writes, as they were done. */
  const done: string[] = []

  before(async () => {
    azurite = await startAzurite()
    const real = await createTestApp(azurite.connectionString)
    const noting = <Args extends unknown[], T>(call: (...args: Args) => Promise<T>, name: string | ((...args: Args) => string)) => {
      return async (...args: Args) => {
        const result = await call(...args)
        done.push(typeof name === 'string' ? name : name(...args))
        return result
      }
    }
    ports = {
      ...real,
      changes: { ...real.changes, mark: noting(real.changes.mark, ({ kind, id }) => `mark ${kind} ${id}`) },
      incidents: { ...real.incidents, write: noting(real.incidents.write, 'incident written') },
      inferences: { ...real.inferences, save: noting(real.inferences.save, 'inference written') },
      recordings: { ...real.recordings, save: noting(real.recordings.save, 'recording written') },
      missedObjects: { ...real.missedObjects, save: noting(real.missedObjects.save, 'report written') },
      media: {
        ...real.media,
        accept: async () => {},
        inspectUpload: async (path) => ({
          path,
          version: '1',
          bytes: sampleVideo.length,
          sha256: videoHash,
          head: sampleVideo.subarray(0, 16),
        }),
      },
    }
  })
  after(() => azurite.close())
  beforeEach(() => void done.splice(0))

  const video = recordingMessage({ seq: 9, seconds: 10 }, 'rec-1', sampleVideo)
  const videoHash = video.sha256
  const tell = (...[key, more]: Parameters<typeof incidentMessage>) => ingestBatch(ports, [eventOf(incidentMessage(key, more))])
  const decide = (rule: Parameters<typeof decideIncident>[4]) => decideIncident(ports, person, incident, undefined, rule)

  test('comes before a new incident', async () => {
    await tell({ seq: 1 })
    assert.deepEqual(done, [`mark incident ${incident}`, 'incident written'])
  })
  test('does not come with a message that changes neither start nor end', async () => {
    await tell({ seq: 2, seconds: 1 }, { phase: 'updated', start: 0 })
    assert.deepEqual(done, ['incident written'])
  })
  test('comes before its end is written', async () => {
    await tell({ seq: 3, seconds: 3 }, { phase: 'closed', start: 0 })
    assert.deepEqual(done, [`mark incident ${incident}`, 'incident written'])
  })
  test('comes before a verdict, and not with a comment', async () => {
    await decide((found, entries, by) => judge(found, entries, by, { verdict: 'confirmed', boxes: [] }, undefined))
    await decide((found, entries, by) => comment(found, entries, by, 'seen'))
    assert.deepEqual(done, [`mark incident ${incident}`, 'incident written', 'incident written'])
  })
  test('comes before a recording', async () => {
    const job = { kind: 'recording', site: 'plant-1', device: 'edge-1', enqueuedAt: video.at, message: video, attempt: 0 } as const
    assert.equal(await acceptUpload(ports, job), 'accepted')
    assert.deepEqual(done, ['mark recording rec-1', 'recording written'])
  })
  test('comes before what a model saw of a recording long ago, and not with what it sees now', async () => {
    const message = inferenceMessage({ seq: 20 })
    const told = { ...message, frames: message.frames.map((frame) => ({ ...frame, recording: 'rec-1' })) }
    await ingestBatch(ports, [eventOf(told)])
    assert.deepEqual(done, ['inference written'])
    await ingestBatch(ports, [eventOf({ ...told, seq: 21 }, { enqueuedAt: at(3600) })])
    assert.deepEqual(done, ['inference written', 'mark recording rec-1', 'inference written'])
  })
  test('comes before a report', async () => {
    const camera = {
      id: 'camera-1',
      site: 'plant-1',
      device: 'edge-1',
      name: 'Camera 1',
      settings: { source: 'rtsp://camera.example.com/1' },
    }
    const fleet = { ...ports.fleet, cameras: async () => [camera as never] }
    const box = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 }
    const { id } = await reportMissedObject({ ...ports, fleet }, person, {
      site: 'plant-1',
      camera: 'camera-1',
      at: at(0),
      label: 'hand',
      box,
    })
    assert.deepEqual(done, [`mark missed-object ${id}`, 'report written'])
  })
})
