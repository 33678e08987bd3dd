import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { BlobServiceClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Ports } from '../../../shared/ports.ts'
import { listCrashPoints, type ReachedPoint, runIntoCrash } from '../../harness/crash-runner.ts'
import { dumpTables } from '../../harness/dump-tables.ts'
import { sampleVideo, streamOf, workOff } from '../../harness/ingest-process.ts'
import { at } from '../../harness/sample-messages.ts'

const script = fileURLToPath(new URL('../../harness/ingest-process.ts', import.meta.url))
// Every time that each point is reached, and not the first and last alone: EVERY_CRASH=1 npm test -- ingest-crash
const isThorough = process.env['EVERY_CRASH'] !== undefined

describe('ingest that is killed', () => {
  let azurite: RunningAzurite
  let folder: string
  let points: readonly ReachedPoint[]
  let undisturbed: unknown
  before(async () => {
    azurite = await startAzurite()
    folder = mkdtempSync(join(tmpdir(), 'ingest-crash-'))
    await upload('edge-whole')
    points = await listCrashPoints(script, [azurite.connectionString, 'edge-whole', join(folder, 'edge-whole')])
    undisturbed = await summary('edge-whole', await workOff(azurite.connectionString, 'edge-whole', join(folder, 'edge-whole')))
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await azurite.close()
  })

  async function upload(device: string): Promise<void> {
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('uploads')
    await container.createIfNotExists()
    for (const seq of [6, 14]) await container.getBlockBlobClient(`${device}-media/${device}-rec-${seq}.mp4`).uploadData(sampleVideo)
  }

  /** All that the device left behind, with its name taken out and with times of our own clock left aside. */
  async function summary(device: string, ports: Ports) {
    const dump = await dumpTables(azurite.connectionString, ['Inferences', 'Recordings'])
    const own = dump.split('\n').filter((row) => row.includes(`"${device}`) || row.includes(`~${device}`))
    const { items } = await ports.incidents.list({ sites: ['plant-1'], limit: 100, from: at(-60) })
    const incidents = items.filter((incident) => incident.device === device)
    const alerts = await Promise.all(incidents.map(({ id }) => ports.incidents.alerts(id)))
    const pending = (await ports.outbox.pending(1000)).map(({ incident }) => incident)
    return {
      inferences: own.filter((row) => row.startsWith('Inferences')).length,
      recordings: own.filter((row) => row.startsWith('Recordings')).length,
      incidents: incidents.map(({ phase, startedAt, endedAt }) => ({ phase, startedAt, endedAt })),
      alerts: alerts.map((list) => list.length),
      isEveryAlertPending: incidents.every(({ id }) => pending.includes(id)),
      health: (await ports.devices.health(device))?.message.seq,
    }
  }

  test('reaches the points that matter', () => {
    const names = points.map(({ name }) => name).sort()
    const expected = [
      'before-checkpoint',
      'compliance-waiting',
      'incident-after-write',
      'incident-before-write',
      'ingest-decided',
      'ingest-done',
      'ingest-stored',
    ]
    assert.deepEqual(names, [...expected, 'upload-copied', 'upload-stored'])
    const inferences = streamOf('x').filter(({ properties }) => properties['type'] === 'inference').length
    assert.deepEqual(undisturbed, {
      ...{ inferences, recordings: 2, alerts: [1, 1], isEveryAlertPending: true, health: 15 },
      incidents: [9, 1].map((start) => ({ phase: 'closed', startedAt: at(start), endedAt: at(start + 4) })),
    })
  })

  test('at any of them goes on after a restart and ends as if nothing had happened', async () => {
    for (const { name, times } of points) {
      const chosen = isThorough ? Array.from({ length: times }, (_, index) => index + 1) : [times]
      for (const time of chosen) {
        const device = `edge-${name}-${time}`
        await upload(device)
        const checkpointFile = join(folder, device)
        await runIntoCrash(script, [azurite.connectionString, device, checkpointFile], name, time)
        const ports = await workOff(azurite.connectionString, device, checkpointFile)
        assert.deepEqual(await summary(device, ports), undisturbed, `killed at ${name}, time ${time}`)
      }
    }
  })
})
