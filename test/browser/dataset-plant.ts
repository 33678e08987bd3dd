import sharp from 'sharp'
import { buildDataset } from '../../shared/operations/build-dataset.ts'
import { checkExport } from '../../shared/operations/check-export.ts'
import { importAnnotations } from '../../shared/operations/import-annotations.ts'
import { writeExport } from '../../shared/operations/write-export.ts'
import type { Orchestrations, Ports } from '../../shared/ports.ts'
import { type labelledRecording, sampleAnnotation, samplePlant } from '../harness/labelled-recording.ts'
import { createTestApp } from '../harness/test-app.ts'

export interface DatasetPlant {
  readonly ports: Ports
  /** The two versions of the site `plant`, the older first; the second has more pictures, and one that was labelled anew. */
  readonly versions: readonly [string, string]
  /** What the engine would start. Each is done by `finish`, so that a test sees the states before. */
  finish(): Promise<void>
}

/** A plant with two dataset versions whose pictures are there, and exports and imports that are done when the test says so. */
export async function datasetPlant(connectionString: string): Promise<DatasetPlant> {
  const waiting: (() => Promise<unknown>)[] = []
  const orchestrations: Orchestrations = {
    start: async (name, _, input) => {
      const { id } = input as { id: string }
      if (name === 'import-annotations') waiting.push(() => importAnnotations(ports, id))
      if (name === 'export-dataset') waiting.push(() => writeExport(ports, id).then(() => checkExport(ports, id)))
    },
    status: async () => undefined,
    wake: async () => {},
  }
  const ports: Ports = await createTestApp(connectionString, { orchestrations })
  await ports.rosters.saveSite({ id: 'plant', name: 'Plant <One>', timeZone: 'Europe/Berlin' })
  const jpeg = await sharp({ create: { width: 64, height: 36, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer()
  const store = async ({ work, labels, manifest }: ReturnType<typeof labelledRecording>) => {
    await Promise.all([
      ports.frames.saveManifest(manifest),
      ports.frames.saveLabels(labels),
      ports.recordingWork.save(work, undefined),
      ...manifest.frames.map(({ id }) => ports.frames.put(id, jpeg)),
    ])
  }
  const plant = samplePlant(20)
  await Promise.all(plant.slice(0, 16).map(store))
  const first = (await buildDataset(ports, { site: 'plant', night: 'nightly-plant-2026-03-05' })).version!
  await Promise.all(plant.slice(16).map(store))
  const { labels } = plant[0]!
  const frames = labels.frames.map((frame, index) => (index === 0 ? { ...frame, annotations: [sampleAnnotation('leak')] } : frame))
  await ports.frames.saveLabels({ ...labels, frames })
  const second = (await buildDataset(ports, { site: 'plant', night: 'nightly-plant-2026-03-06' })).version!
  return {
    ports,
    versions: [first, second],
    finish: async () => {
      for (const work of waiting.splice(0)) await work()
    },
  }
}
