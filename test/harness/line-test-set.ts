import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { canvas } from '../../local/line/layout.ts'
import { sampleFrames } from '../../local/line/sample-frames.ts'
import type { DatasetItem } from '../../shared/domain/dataset.ts'
import { compareItems, createDatasetDigest } from '../../shared/domain/dataset-version.ts'
import type { Ports } from '../../shared/ports.ts'
import { sampleAnnotation, sha256Of } from './labelled-recording.ts'

/** A dataset of drawn frames of the simulated line with their truth, all of them its test; a third each has a hand, a leak, a bottle without cap. */
export async function storeLineTestSet({ frames, datasets, clock }: Ports, site: string, camera: string, count: number): Promise<void> {
  const items: DatasetItem[] = []
  for (const [index, { rgb, truth }] of (await sampleFrames({ seed: 11, count, rareShare: 1 })).entries()) {
    const jpeg = await sharp(rgb, { raw: { ...canvas, channels: 3 } })
      .jpeg({ quality: 85 })
      .toBuffer()
    const frame = createHash('sha256').update(jpeg).digest('hex')
    await frames.put(frame, jpeg)
    items.push({
      ...{ frame, camera, recording: 'rec-drawn', videoSha256: sha256Of('drawn'), ptsMs: index * 1000, ...canvas, bytes: jpeg.length },
      ...{ at: new Date(Date.UTC(2026, 1, 1, 12) + index * 1000).toISOString(), likeness: frame.slice(0, 16), split: 'test' },
      ...{ group: 'positive', incidents: [], absent: [], annotations: truth.map(({ label, box }) => sampleAnnotation(label, { box })) },
    })
  }
  items.sort(compareItems)
  const digest = createDatasetDigest()
  for (const item of items) digest.add(item)
  const header = digest.header(site, { splitBy: 'day', leftOut: {} })
  async function* stream() {
    yield* items
  }
  await datasets.save(header, stream(), {})
  await datasets.add({ ...header, createdAt: clock().toISOString() })
}
