import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { DatasetItem, DatasetVersion } from '../../../shared/domain/dataset.ts'
import { compareItems, itemLine } from '../../../shared/domain/dataset-version.ts'
import { buildDataset } from '../../../shared/operations/build-dataset.ts'
import { compareVersions } from '../../../shared/operations/compare-versions.ts'
import type { Ports } from '../../../shared/ports.ts'
import { labelledRecording, sampleAnnotation, sampleFrames, samplePlant } from '../../harness/labelled-recording.ts'
import { createTestApp } from '../../harness/test-app.ts'

type Labelled = ReturnType<typeof labelledRecording>

describe('a dataset that is built', () => {
  let azurite: RunningAzurite
  let app: Ports
  const night = 'nightly-plant-2026-03-05'

  before(async () => {
    azurite = await startAzurite()
    app = await createTestApp(azurite.connectionString)
  })
  after(() => azurite.close())

  /** Each test has a site of its own, with what was labelled there so far. */
  const build = async (site: string, recordings: readonly Labelled[]) => {
    const work = recordings.map((one) => ({ ...one.work, site }))
    const recordingWork = {
      ...app.recordingWork,
      all: async function* () {
        yield* work
      },
    }
    return buildDataset({ ...app, recordingWork, frames: sampleFrames(recordings) }, { site, night })
  }
  const itemsOf = async (version: DatasetVersion | undefined) => {
    const items: DatasetItem[] = []
    for await (const item of app.datasets.items(version!)) items.push(item)
    return items
  }

  it('has all labelled frames in the order of camera, time and frame, and both groups in each split', async () => {
    const { version, items, isNew } = await build('whole', samplePlant())
    const stored = await itemsOf(version)
    assert.deepEqual({ items, isNew, stored: stored.length }, { items: 72, isNew: true, stored: 72 })
    assert.deepEqual(stored.toSorted(compareItems), stored)
    for (const split of ['train', 'validate', 'test'])
      assert.deepEqual(
        new Set(stored.filter((one) => one.split === split).map((one) => one.group)),
        new Set(['positive', 'false-positive']),
        split,
      )
  })

  it('has a header that counts what is in it and what is not, and a digest of its lines', async () => {
    const { version } = await build('header', samplePlant())
    const header = (await app.datasets.header(version!))!
    const stored = await itemsOf(version)
    assert.deepEqual(header.labels, ['bottle', 'hand'])
    assert.equal(header.counts.train.frames + header.counts.validate.frames + header.counts.test.frames, header.items)
    assert.deepEqual(header.leftOut, { unjudged: 24 })
    assert.equal(header.itemsSha256, createHash('sha256').update(stored.map(itemLine).join('')).digest('hex'))
  })

  it('is the same again when nothing changed, whatever the order in which recordings come', async () => {
    const first = await build('again', samplePlant())
    const second = await build('again', samplePlant().reverse())
    assert.deepEqual([second.version, second.isNew], [first.version, false])
    assert.equal((await app.datasets.list({ sites: ['again'], limit: 10 })).items.length, 1)
  })

  it('is nothing where nothing is labelled', async () => {
    const unjudged = labelledRecording({ id: 'rec-1', frames: [{ state: 'unjudged' }, { state: 'undecided' }] })
    assert.deepEqual(await build('nothing', [unjudged]), { version: undefined, items: 0, isNew: false })
  })

  it('follows the version before, and says what is different', async () => {
    const plant = samplePlant()
    const first = await build('next', plant.slice(0, 20))
    const second = await build('next', plant)
    const [newest] = (await app.datasets.list({ sites: ['next'], limit: 1 })).items
    assert.deepEqual([newest?.version, newest?.previous, newest?.night], [second.version, first.version, night])
    const diff = await compareVersions(app, { version: second.version!, site: 'next' }, { version: first.version!, site: 'next' })
    assert.deepEqual([diff.frames, diff.moved], [{ added: 12, removed: 0, changed: 0, same: 60 }, 0])
    const before = new Map((await itemsOf(first.version)).map(({ frame, split }) => [frame, split]))
    for (const { frame, split } of await itemsOf(second.version)) assert.equal(split, before.get(frame) ?? split)
  })

  it('has a picture that was filmed twice once, and tells when people said two things of it', async () => {
    const [one, two] = ['rec-1', 'rec-2'].map((id) => labelledRecording({ id, camera: id, frames: [{ frame: 'a'.repeat(64) }, {}] }))
    two!.labels.frames[0]!.annotations = [sampleAnnotation('hand')]
    const { version, items } = await build('twice', [one!, two!])
    assert.equal(items, 3)
    assert.equal(new Set((await itemsOf(version)).map(({ split }) => split)).size, 1)
    const { findings } = JSON.parse((await app.datasets.file(version!, 'quality.json'))!)
    for (const check of ['duplicates', 'label-conflicts'])
      assert.equal(findings.find((finding: { check: string }) => finding.check === check)?.count, 1, check)
    assert.equal((await app.datasets.header(version!))?.leftOut['duplicate'], 1)
  })

  it('is one and the same when two builds run at once', async () => {
    const built = await Promise.all([build('at-once', samplePlant(9)), build('at-once', samplePlant(9))])
    assert.equal(built[0]?.version, built[1]?.version)
    const { items } = await app.datasets.list({ sites: ['at-once'], limit: 10 })
    assert.deepEqual([items.length, items[0]?.items, items[0]?.previous], [1, 27, undefined])
    assert.equal((await itemsOf(built[0]?.version)).length, 27)
  })

  it('merges recordings of a camera that overlap', async () => {
    const one = labelledRecording({ id: 'rec-1', frames: [{}, {}, {}] })
    const two = labelledRecording({ id: 'rec-2', startedAt: '2026-03-01T10:00:00.250Z', frames: [{}, {}, {}] })
    const { version } = await build('overlap', [one, two])
    assert.deepEqual((await itemsOf(version)).map(({ recording }) => recording.slice(-1)).join(''), '121212')
  })

  it('tells a reader whose bytes are not those that were written', async () => {
    const { version } = await build('damaged', samplePlant(3))
    const blob = BlobServiceClient.fromConnectionString(azurite.connectionString)
      .getContainerClient('ml-data')
      .getBlockBlobClient(`datasets/${version}/items.jsonl`)
    const text = (await blob.downloadToBuffer()).toString().replace('bottle', 'Bottle')
    await blob.upload(text, text.length)
    await assert.rejects(itemsOf(version), { code: 'dataset-damaged' })
  })

  it('is refused while labels change under it, and tried again is right', async () => {
    const plant = samplePlant(6)
    const frames = sampleFrames(plant)
    let reads = 0
    const labels = async (recording: string) => {
      const found = await frames.labels(recording)
      // The third time is when the items are written.
      if (recording !== 'rec-0' || ++reads < 3) return found
      return { ...found!, frames: found!.frames.slice(1) }
    }
    const recordingWork = {
      ...app.recordingWork,
      all: async function* () {
        yield* plant.map(({ work }) => work)
      },
    }
    const ports = { ...app, recordingWork, frames: { ...frames, labels } }
    await assert.rejects(buildDataset(ports, { site: 'moving', night }), { code: 'dataset-changed' })
    assert.deepEqual((await app.datasets.list({ sites: ['moving'], limit: 1 })).items, [])
    const { items } = await buildDataset(ports, { site: 'moving', night })
    assert.equal(items, 17)
  })

  it('is refused when something would be in two splits, and leaves nothing', async () => {
    const plant = samplePlant(6)
    const frames = sampleFrames(plant)
    /** An incident that reaches into all recordings, from one reading of the labels to another. */
    const withLongIncident = (from: number, to: number) => {
      const reads = new Map<string, number>()
      const labels = async (recording: string) => {
        const found = await frames.labels(recording)
        const read = (reads.get(recording) ?? 0) + 1
        reads.set(recording, read)
        if (read < from || read > to) return found
        return { ...found!, frames: found!.frames.map((frame) => ({ ...frame, incidents: ['i-long'] })) }
      }
      const recordingWork = {
        ...app.recordingWork,
        all: async function* () {
          yield* plant.map(({ work }) => work)
        },
      }
      return { ...app, recordingWork, frames: { ...frames, labels } }
    }
    const site = 'leaking'
    await assert.rejects(buildDataset(withLongIncident(2, 2), { site, night }), { code: 'dataset-leak', detail: 'incident i-long' })
    const growing = withLongIncident(2, Number.POSITIVE_INFINITY)
    await assert.rejects(buildDataset(growing, { site, night }), { code: 'dataset-changed' })
    assert.deepEqual((await app.datasets.splits(site)).value, {})
    // Seen from the start, the incident keeps all of them together.
    const { version } = await buildDataset(growing, { site, night })
    assert.equal(new Set((await itemsOf(version)).map(({ split }) => split)).size, 1)
  })

  it('goes line by line through the store, whatever is in a label', async () => {
    const hostile = ['__proto__', '<script>alert(1)</script>', 'İ“„\u{1f600}', "'; drop table", 'constructor']
    const recording = labelledRecording({
      id: 'constructor',
      camera: 'constructor',
      frames: hostile.map((label) => ({ annotations: [sampleAnnotation(label)] })),
    })
    const { version } = await build('hostile', [recording])
    const stored = await itemsOf(version)
    assert.deepEqual(
      stored.map(({ annotations }) => annotations[0]!.label),
      hostile,
    )
    const { labels } = JSON.parse((await app.datasets.file(version!, 'statistics.json'))!)
    assert.deepEqual(
      labels.map(({ label }: { label: string }) => label),
      hostile.toSorted(),
    )
  })
})
