import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import sharp from 'sharp'
import { canvas } from '../../local/line/layout.ts'
import { sampleFrames } from '../../local/line/sample-frames.ts'
import { exportFormats } from '../../shared/domain/dataset.ts'
import type { SampleFrame } from '../shared/formats/sample-items.ts'
import { createExportApp, runExport, storeDataset } from '../shared/operations/export-support/sample-export.ts'

const pictures = 36

/**
 * A dataset of pictures of the bottling line, exported in every format, with pictures and with addresses. `items` is the dataset
 * itself: readers work out by themselves what they should find.
 */
export async function prepareDatasets(connectionString: string, folder: string) {
  mkdirSync(folder)
  const { ports } = await createExportApp(connectionString)
  const drawn = await sampleFrames({ seed: 11, count: pictures })
  const frames: SampleFrame[] = []
  for (const [index, { rgb }] of drawn.entries()) {
    // Every third picture is cut, so that not all have the same size.
    const size = index % 3 === 0 ? { width: canvas.width - 101, height: canvas.height - 33 } : canvas
    const raw = { width: canvas.width, height: canvas.height, channels: 3 } as const
    const jpeg = await sharp(rgb, { raw }).extract({ left: 0, top: 0, width: size.width, height: size.height }).jpeg().toBuffer()
    frames.push({ jpeg, width: size.width, height: size.height })
  }
  const { header, items } = await storeDataset(ports, frames)
  const zips: Record<string, string> = {}
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('exports')
  for (const format of exportFormats) {
    for (const images of ['included', 'urls'] as const) {
      const job = await runExport(ports, header.version, format, images)
      if (job?.state !== 'ready') throw new Error(`The export ${format} is ${job?.state}: ${job?.problem}`)
      const name = images === 'urls' ? `${format}-urls` : format
      zips[name] = join(folder, `${name}.zip`)
      await container.getBlobClient(job.path ?? '').downloadToFile(zips[name])
    }
  }
  const file = join(folder, 'items.json')
  writeFileSync(file, JSON.stringify({ labels: header.labels, items }))
  return { dataset: file, zips }
}
