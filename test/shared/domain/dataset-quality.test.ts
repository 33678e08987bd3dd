import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DatasetHeader, DatasetItem } from '../../../shared/domain/dataset.ts'
import { diffDatasets } from '../../../shared/domain/dataset-diff.ts'
import { DatasetQuality, judgeQuality } from '../../../shared/domain/dataset-quality.ts'
import { createStatistics, DatasetStatistics } from '../../../shared/domain/dataset-statistics.ts'
import { compareItems, createDatasetDigest } from '../../../shared/domain/dataset-version.ts'
import { createItemWatch } from '../../../shared/domain/watch-items.ts'
import { sampleAnnotation, sampleItem } from '../../harness/labelled-recording.ts'

const box = (left: number, top: number, width: number, height: number) => ({ box: { left, top, width, height } })

function look(items: readonly DatasetItem[], made: Partial<DatasetHeader> = {}) {
  const [digest, counting, watch] = [createDatasetDigest(), createStatistics(), createItemWatch()]
  for (const item of items) {
    if (!watch.add(item)) continue
    digest.add(item)
    counting.add(item)
  }
  const header = { ...digest.header('plant', { splitBy: 'hour', leftOut: {} }), ...made }
  const statistics = DatasetStatistics.parse(counting.finish())
  const { findings } = DatasetQuality.parse({ findings: judgeQuality(header, statistics, watch.facts()) })
  return { statistics, findings, find: (check: string) => findings.find((finding) => finding.check === check) }
}

describe('the statistics of a dataset', () => {
  it('count groups by split, camera and day, and labels by split', () => {
    const { statistics } = look([
      sampleItem('a', { annotations: [sampleAnnotation('hand'), sampleAnnotation('hand', box(0, 0, 0.1, 0.1))] }),
      sampleItem('b', {
        split: 'test',
        group: 'false-positive',
        annotations: [],
        absent: ['hand'],
        camera: 'line-2',
        at: '2026-03-02T10:00:00.000Z',
      }),
    ])
    assert.deepEqual(statistics.splits, [
      { split: 'train', annotations: 2, positive: 1, falsePositive: 0, background: 0 },
      { split: 'validate', annotations: 0, positive: 0, falsePositive: 0, background: 0 },
      { split: 'test', annotations: 0, positive: 0, falsePositive: 1, background: 0 },
    ])
    assert.deepEqual(statistics.labels, [
      { label: 'hand', split: 'test', annotations: 0, frames: 0, absent: 1 },
      { label: 'hand', split: 'train', annotations: 2, frames: 1, absent: 0 },
    ])
    assert.deepEqual(
      statistics.cameras.map(({ camera, falsePositive }) => [camera, falsePositive]),
      [
        ['line-1', 0],
        ['line-2', 1],
      ],
    )
    assert.deepEqual(
      statistics.days.map(({ day }) => day),
      ['2026-03-01', '2026-03-02'],
    )
  })

  it('say how large boxes are, what shape they have and where their middle lies', () => {
    const annotations = [
      sampleAnnotation('a', box(0, 0, 0.1, 0.1)),
      sampleAnnotation('b', box(0.9, 0.9, 0.1, 0.1)),
      sampleAnnotation('c', box(0.5, 0.5, 0.01, 0.5)),
    ]
    const { statistics } = look([sampleItem('a', { annotations, width: 1000, height: 1000 })])
    assert.deepEqual(statistics.boxSides, [0, 0, 1, 2, 0, 0, 0, 0, 0])
    assert.deepEqual(statistics.boxAspects, [1, 0, 0, 2, 0, 0, 0])
    assert.equal(statistics.tinyBoxes, 1)
    assert.deepEqual([statistics.positions[0]![0], statistics.positions[8]![15]], [1, 1])
  })

  it('say who answers for each box', () => {
    const annotations = [
      sampleAnnotation('a'),
      sampleAnnotation('b', { because: { kind: 'assumed' } }),
      sampleAnnotation('c', {
        source: { kind: 'person', who: 'someone', at: '2026-03-01T10:00:00.000Z' },
        because: { kind: 'edit', seq: 1 },
      }),
      sampleAnnotation('d', { source: { ...sampleAnnotation().source, isInterpolated: true } as never }),
    ]
    const { statistics } = look([sampleItem('a', { annotations })])
    assert.deepEqual(
      statistics.provenance.map(({ annotations }) => annotations),
      [1, 1, 1, 1],
    )
  })
})

describe('the quality of a dataset', () => {
  it('names a recording, an incident or a picture that is in two splits', () => {
    const leaks = (a: Partial<DatasetItem>, b: Partial<DatasetItem>) => {
      const apart = { recording: 'rec-2', videoSha256: 'b'.repeat(64), split: 'test' as const }
      return look([sampleItem('a', a), sampleItem('b', { ...apart, ...b })]).find('leak')
    }
    assert.equal(leaks({}, {})?.severity, 'good')
    assert.match(leaks({}, { recording: 'rec-1' })!.text, /recording rec-1/)
    assert.match(leaks({ incidents: ['i-1'] }, { incidents: ['i-1'] })!.text, /incident i-1/)
    assert.match(leaks({}, { frame: sampleItem('a').frame })!.text, /frame [0-9a-f]{64}/)
    assert.match(leaks({}, { videoSha256: sampleItem('a').videoSha256 })!.text, /video [0-9a-f]{64}/)
  })

  it('puts the worst first', () => {
    const { findings } = look([sampleItem('a', { split: 'test' })])
    const order = ['critical', 'warning', 'info', 'good']
    const severities = findings.map(({ severity }) => order.indexOf(severity))
    assert.deepEqual(severities, severities.toSorted())
    assert.match(findings[0]!.text, /train is empty/)
  })

  it('counts a picture that came twice, and tells when the answers differ', () => {
    const { find } = look([sampleItem('a'), sampleItem('a'), sampleItem('b'), sampleItem('b', { annotations: [] })])
    assert.deepEqual([find('duplicates')?.count, find('label-conflicts')?.count], [2, 1])
  })

  it('tells when a frame contradicts itself', () => {
    assert.equal(look([sampleItem('a', { absent: ['bottle'] })]).find('label-conflicts')?.count, 1)
    assert.equal(look([sampleItem('a', { annotations: [sampleAnnotation('a'), sampleAnnotation('b')] })]).find('label-conflicts')?.count, 1)
    assert.equal(
      look([sampleItem('a', { annotations: [sampleAnnotation('a'), sampleAnnotation('a', box(0.7, 0.7, 0.1, 0.1))] })]).find(
        'label-conflicts',
      ),
      undefined,
    )
  })

  it('counts frames of the test that look like one that is learned from', () => {
    const likeness = '0123456789abcdef'
    const test = { split: 'test' as const, recording: 'rec-2', videoSha256: 'b'.repeat(64) }
    const { find } = look([
      sampleItem('a', { ...test, likeness }),
      sampleItem('b', { likeness }),
      sampleItem('c', { ...test, likeness }),
      sampleItem('d', test),
    ])
    assert.equal(find('near-duplicates')?.count, 2)
  })

  it('tells of rare labels, tiny boxes, one camera and one day, and what keeps the splits apart', () => {
    const many = Array.from({ length: 40 }, (_, index) => sampleItem(`frame ${index}`))
    const rare = sampleItem('rare', {
      annotations: [sampleAnnotation('hand', box(0, 0, 0.01, 0.01))],
      split: 'test',
      recording: 'rec-2',
      videoSha256: 'b'.repeat(64),
    })
    const { find } = look([...many, rare])
    assert.equal(find('imbalance')?.count, 40)
    assert.equal(find('tiny-boxes')?.count, 1)
    assert.match(find('few-in-test')!.text, /few objects of “bottle” \(0\), “hand” \(1\);/)
    assert.match(find('narrow')!.text, /one camera and one day, and splits are kept apart by camera and hour/)
    assert.ok(find('no-false-positives'))
  })
})

describe('the difference of two datasets', () => {
  const of = (version: string, items: readonly DatasetItem[]) => ({
    version,
    items: (async function* () {
      yield* items.toSorted(compareItems)
    })(),
  })
  const same = [sampleItem('a'), sampleItem('b')]

  it('is nothing for the same items', async () => {
    const diff = await diffDatasets(of('ds-1', same), of('ds-2', same))
    assert.deepEqual([diff.frames, diff.moved], [{ added: 0, removed: 0, changed: 0, same: 2 }, 0])
    assert.deepEqual(diff.labels, [{ label: 'bottle', added: 0, removed: 0, annotations: { before: 2, after: 2 } }])
  })

  it('counts frames that came, went and changed, boxes by label, and splits side by side', async () => {
    const old = [...same, sampleItem('gone')]
    const young = [sampleItem('a'), sampleItem('b', { annotations: [sampleAnnotation('hand')] }), sampleItem('new', { split: 'test' })]
    const diff = await diffDatasets(of('ds-2', young), of('ds-1', old))
    assert.deepEqual(diff.frames, { added: 1, removed: 1, changed: 1, same: 1 })
    assert.deepEqual(diff.labels, [
      { label: 'bottle', added: 1, removed: 2, annotations: { before: 3, after: 2 } },
      { label: 'hand', added: 1, removed: 0, annotations: { before: 0, after: 1 } },
    ])
    assert.deepEqual(
      diff.splits.map(({ split, frames }) => [split, frames.before, frames.after]),
      [
        ['train', 3, 2],
        ['validate', 0, 0],
        ['test', 0, 1],
      ],
    )
  })

  it('counts a frame that is in another split than before, which must not be', async () => {
    const diff = await diffDatasets(of('ds-2', [sampleItem('a', { split: 'test' })]), of('ds-1', [sampleItem('a')]))
    assert.equal(diff.moved, 1)
  })
})
