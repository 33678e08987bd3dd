import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startAzurite } from '../../../local/azurite/start.ts'
import type { Night } from '../../../shared/domain/night.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'
import { giveVerdicts } from './support/give-verdicts.ts'
import { hostData, launchNightHost } from './support/night-host.ts'
import { nightLeavings } from './support/night-leavings.ts'
import { makeVideos, seedPlant } from './support/seed-plant.ts'

// In the order in which a night comes to them: the recording that is struck stays behind, so the next place is reached as well.
const blows = [
  ...[
    'plan-night-ends',
    'read-night-page-ends',
    'archive-copied',
    'archive-recording-ends',
    'split-frame-stored:3',
    'split-recording-ends',
  ],
  ...['label-recording-ends', 'build-dataset-ends', 'finish-night-ends'],
]

interface Lived {
  readonly night: Night
  readonly leavings: readonly string[]
  readonly ports: Ports
}

describe('a night whose host is killed at every step', () => {
  const videos = makeVideos(4)
  let quiet: Lived
  let struck: Lived
  let temporary: string
  const closing: (() => unknown)[] = []
  const t = { after: (close: () => unknown) => void closing.push(close) }

  /** A plant of its own, the same each time, and a night on it. */
  async function live(crashes: readonly string[]): Promise<Lived> {
    const azurite = await startAzurite()
    t.after(() => azurite.close())
    const ports = await createTestApp(azurite.connectionString, { clock: createVirtualClock().now })
    const seeded = await seedPlant(ports, azurite.connectionString, videos)
    await giveVerdicts(
      ports,
      seeded.map(({ incident }) => incident),
    )
    const data = hostData(t)
    let night: Night | undefined
    for (const crash of [...crashes, '']) {
      const { host, call } = await launchNightHost(azurite.connectionString, data, { TMPDIR: temporary, TEST_CRASH: crash })
      t.after(() => host.kill())
      // What was begun goes on by itself. The first host may die before it can answer, so each is asked.
      const asked = call<Night>('POST', 'nights', 'data-scientist', { site: 'plant-1', date: '2025-01-01' })
      if (crash !== '') {
        await asked.catch(() => {})
        await assert.rejects(host.line(/never printed/))
        continue
      }
      const { id } = await asked
      await host.line(/Executed 'Functions\.finish-night' \(Succeeded/)
      night = await call<Night>('GET', `nights/${id}`, 'safety-auditor')
      assert.equal(await host.stop(), 0)
    }
    return { night: night!, leavings: await nightLeavings(azurite.connectionString), ports }
  }

  before(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'night-temporary-'))
    t.after(() => rmSync(temporary, { recursive: true, force: true }))
    ;[quiet, struck] = await Promise.all([live([]), live(blows)])
  })
  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  test('ends as the undisturbed one', () => {
    // What was done before a blow is not read again, so fewer bytes are.
    const outcomeOf = ({ state, progress: { bytes: _, ...progress }, dataset, problems }: Night) => ({ state, progress, dataset, problems })
    assert.equal(quiet.night.state, 'complete')
    assert.deepEqual(outcomeOf(struck.night), outcomeOf(quiet.night))
  })
  test('leaves the same files with the same bytes: archive, frames, manifests, labels, dataset', () => {
    assert.deepEqual(struck.leavings, quiet.leavings)
    assert.equal(struck.leavings.filter((line) => /^archive\/\S+\.mp4 /.test(line)).length, 4)
    assert.ok(struck.leavings.some((line) => line.startsWith('ml-data/frames/')))
    assert.ok(struck.leavings.some((line) => line.startsWith('ml-data/datasets/')))
  })
  test('is one night, one dataset and one entry of the audit chain', async () => {
    const { nights, datasets, audit } = struck.ports
    const query = { sites: ['plant-1'], limit: 10 }
    assert.equal((await nights.list(query)).items.length, 1)
    assert.equal((await datasets.list(query)).items.length, 1)
    const { entries } = await audit.read({ site: 'plant-1', from: 1, limit: 100 })
    assert.equal(entries.filter(({ action }) => action === 'night-started').length, 1)
  })
  test('leaves no temporary files', () => {
    const files = readdirSync(temporary, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    assert.deepEqual(files, [])
  })
})
