import { createHash } from 'node:crypto'
import type { DatasetItem } from '../../shared/domain/dataset.ts'
import type { FrameManifest } from '../../shared/domain/frame.ts'
import type { Annotation, FrameLabels, RecordingLabels } from '../../shared/domain/frame-labels.ts'
import type { RecordingWork } from '../../shared/domain/night.ts'
import type { FrameStore } from '../../shared/ports.ts'

export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

export function sampleAnnotation(label = 'bottle', more: Partial<Annotation> = {}): Annotation {
  return {
    ...{ label, box: { left: 0.25, top: 0.25, width: 0.125, height: 0.25 } },
    source: { kind: 'model', model: { name: 'line', version: '1', digest: '0'.repeat(64) }, confidence: 0.9, isInterpolated: false },
    because: { kind: 'verdict', incident: 'i-1', seq: 1, at: '2026-03-01T12:00:00.000Z' },
    ...more,
  }
}

export interface SampleRecording {
  readonly id: string
  readonly camera?: string
  readonly startedAt?: string
  readonly incidents?: readonly string[]
  /** What its frames are, half a second apart. */
  readonly frames: readonly Partial<FrameLabels & { likeness: string }>[]
}

/** A recording whose frames were taken and labelled: what the steps of a night before the dataset leave. */
export function labelledRecording({
  id,
  camera = 'line-1',
  startedAt = '2026-03-01T10:00:00.000Z',
  incidents = [],
  frames,
}: SampleRecording) {
  const start = Date.parse(startedAt)
  const endedAt = new Date(start + 60_000).toISOString()
  const labelled = frames.map(({ likeness: _, ...more }, index): FrameLabels => {
    const frame = sha256Of(`${id} ${index}`)
    const at = new Date(start + index * 500).toISOString()
    const group = more.group ?? 'positive'
    const annotations = group === 'positive' ? [sampleAnnotation()] : []
    const absent = group === 'false-positive' ? ['bottle'] : []
    return { frame, ptsMs: index * 500, at, group, state: 'labelled', annotations, absent, incidents: [...incidents], ...more }
  })
  const of = { recording: id, site: 'plant', camera }
  const manifest: FrameManifest = {
    ...{ ...of, startedAt, endedAt, videoSha256: sha256Of(`video ${id}`), decoder: 'test 1', outcome: 'complete', nearDuplicates: 0 },
    frames: labelled.map(({ frame, ptsMs, at }, index) => ({
      ...{ id: frame, ptsMs, index, at, width: 640, height: 360, bytes: 20_000, reasons: ['incident' as const] },
      likeness: frames[index]?.likeness ?? sha256Of(`likeness ${frame}`).slice(0, 16),
    })),
  }
  const labels: RecordingLabels = { ...of, frames: labelled }
  const work: RecordingWork = { ...of, startedAt, endedAt, frames: frames.length, positive: 0, falsePositive: 0, failures: [] }
  return { work, labels, manifest }
}

type Labelled = ReturnType<typeof labelledRecording>

/** Manifests and labels in memory. */
export function sampleFrames(recordings: readonly Labelled[]): Pick<FrameStore, 'labels' | 'manifest'> {
  const byId = new Map(recordings.map((one) => [one.work.recording, one]))
  return {
    labels: async (recording) => byId.get(recording)?.labels,
    manifest: async (recording) => byId.get(recording)?.manifest,
  }
}

/** A plant of three cameras and a few days with frames of all groups. */
export function samplePlant(count = 24): Labelled[] {
  return Array.from({ length: count }, (_, index) => {
    const day = String(1 + (index % 4)).padStart(2, '0')
    const hour = String(6 + (index % 12)).padStart(2, '0')
    return labelledRecording({
      ...{
        id: `rec-${index}`,
        camera: `line-${1 + (index % 3)}`,
        startedAt: `2026-03-${day}T${hour}:00:00.000Z`,
        incidents: [`i-${index}`],
      },
      frames: [{}, { annotations: [sampleAnnotation('hand'), sampleAnnotation()] }, { group: 'false-positive' }, { state: 'unjudged' }],
    })
  })
}

export function sampleItem(name: string, more: Partial<DatasetItem> = {}): DatasetItem {
  return {
    ...{
      frame: sha256Of(name),
      camera: 'line-1',
      recording: 'rec-1',
      videoSha256: sha256Of('video'),
      at: '2026-03-01T10:00:00.000Z',
      ptsMs: 0,
    },
    ...{ width: 640, height: 360, bytes: 1000, likeness: sha256Of(`likeness ${name}`).slice(0, 16), split: 'train', group: 'positive' },
    ...{ incidents: [], annotations: [sampleAnnotation()], absent: [] },
    ...more,
  }
}
