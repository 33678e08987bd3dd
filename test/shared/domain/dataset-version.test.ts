import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { DatasetItem } from '../../../shared/domain/dataset.ts'
import { compareItems, createDatasetDigest, itemLine } from '../../../shared/domain/dataset-version.ts'
import { createHashTable } from '../../../shared/domain/hash-table.ts'
import { orderedItems } from '../../../shared/operations/read-labelled.ts'
import { labelledRecording, sampleAnnotation, sampleFrames, sampleItem, sha256Of } from '../../harness/labelled-recording.ts'

const made = { splitBy: 'day', leftOut: {} } as const

function headerOf(items: readonly DatasetItem[], site = 'plant') {
  const digest = createDatasetDigest()
  for (const item of items) digest.add(item)
  return digest.header(site, made)
}

/** The same thing with its properties put together the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, turned(field)]),
  )
}

describe('a dataset version', () => {
  const items = Array.from({ length: 20 }, (_, index) =>
    sampleItem(`frame ${index}`, { at: `2026-03-01T10:00:0${index % 5}.000Z`, camera: `line-${index % 3}` }),
  )

  it('follows from the content, whatever the order in which frames or their properties came', () => {
    const wanted = headerOf(items.toSorted(compareItems))
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
        assert.deepEqual(headerOf(shuffled.toSorted(compareItems).map((item) => turned(item) as DatasetItem)), wanted)
      }),
    )
    assert.match(wanted.version, /^ds-[0-9a-f]{16}$/)
  })

  it('is another one for each thing that changes in a frame', () => {
    const changes: Partial<DatasetItem>[] = [
      ...[{ split: 'test' as const }, { group: 'background' as const }, { annotations: [] }, { absent: ['hand'] }, { incidents: ['i-9'] }],
      { annotations: [sampleAnnotation('bottle', { box: { left: 0.25, top: 0.25, width: 0.125, height: 0.26 } })] },
    ]
    const versions = [{}, ...changes].map((change) => headerOf([sampleItem('one', change)]).version)
    assert.equal(new Set(versions).size, versions.length)
    assert.notEqual(headerOf(items, 'plant').version, headerOf(items, 'other').version)
  })

  it('names labels by code unit, those that were only ever wrong among them', () => {
    const labels = ['zebra', 'Ärger', '__proto__', 'apple', 'Zebra']
    const header = headerOf(labels.map((label) => sampleItem(label, { annotations: [], absent: [label] })))
    assert.deepEqual(header.labels, ['Zebra', '__proto__', 'apple', 'zebra', 'Ärger'])
  })

  it('has one line for each frame, whatever is in a label', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff }), { minLength: 1, maxLength: 64 }), (units) => {
        const label = String.fromCharCode(...units)
        const item = sampleItem('one', { annotations: [sampleAnnotation(label)] })
        const line = itemLine(item)
        assert.equal(line.indexOf('\n'), line.length - 1)
        assert.deepEqual(JSON.parse(line), item)
      }),
    )
  })
})

describe('the items of a dataset', () => {
  it('come by camera, time and frame, however recordings overlap', async () => {
    const recordings = fc.uniqueArray(
      fc.record({
        number: fc.nat({ max: 99 }),
        camera: fc.integer({ min: 1, max: 3 }),
        startMs: fc.integer({ min: 0, max: 5000 }),
        frames: fc.integer({ min: 0, max: 9 }),
      }),
      { selector: ({ number }) => number, maxLength: 20 },
    )
    await fc.assert(
      fc.asyncProperty(recordings, async (all) => {
        const samples = all.map(({ number, camera, startMs, frames }) =>
          labelledRecording({
            id: `r-${number}`,
            camera: `line-${camera}`,
            startedAt: new Date(1_800_000_000_000 + startMs).toISOString(),
            frames: Array(frames).fill({}),
          }),
        )
        const sorted = samples
          .map(({ work }) => ({ ...work, split: 'train' as const }))
          .sort((a, b) => (`${a.camera} ${a.startedAt}` < `${b.camera} ${b.startedAt}` ? -1 : 1))
        const items: DatasetItem[] = []
        for await (const item of orderedItems({ frames: sampleFrames(samples) }, sorted)) items.push(item)
        assert.equal(
          items.length,
          all.reduce((sum, { frames }) => sum + frames, 0),
        )
        assert.deepEqual(items.toSorted(compareItems), items)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a table of hashes', () => {
  it('knows what a Map knows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.nat({ max: 2 ** 32 - 1 }))), (pairs) => {
        const [table, map] = [createHashTable(2), new Map<string, number>()]
        for (const [name, value] of pairs) {
          const hash = name === 0 ? '0'.repeat(64) : sha256Of(String(name))
          assert.equal(table.get(hash), map.get(hash))
          table.set(hash, value)
          map.set(hash, value)
        }
        assert.deepEqual([...table.values()].sort(), [...map.values()].sort())
      }),
    )
  })
})
