import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import sharp from 'sharp'
import type { DatasetItem, SplitName } from '../../shared/domain/dataset.ts'
import { compareItems, createDatasetDigest } from '../../shared/domain/dataset-version.ts'
import { CameraSettings } from '../../shared/domain/edge-settings.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { RegisteredModel } from '../../shared/domain/registered-model.ts'
import { Rule } from '../../shared/domain/rule.ts'
import { registerModel } from '../../shared/operations/register-model.ts'
import type { Ports } from '../../shared/ports.ts'
import { writeColourModel } from '../edge/support/colour-model.ts'
import { makeVideo } from '../edge/support/make-video.ts'
import { type Colour, paint } from '../edge/support/pictures.ts'
import { sampleAnnotation, sha256Of } from './labelled-recording.ts'
import { sampleIncident } from './sample-incident.ts'

export const site = 'plant-1'
/** A colour that is red to a careless eye only. */
const colours = { red: [255, 0, 0], rust: [180, 40, 40] } as const satisfies Record<string, Colour>
const [width, height, side] = [192, 112, 8]
const incidentAt = { confirmed: '2026-03-04T10:00:01.000Z', rejected: '2026-03-04T11:00:01.000Z' } as const

/** The colour model; by its threshold it sees red things only, or rusty ones, too. */
export function colourModel(threshold: number, more: Partial<ModelCard> = {}): { net: Uint8Array; card: ModelCard } {
  const folder = mkdtempSync(join(tmpdir(), 'sightloop-test-'))
  try {
    const card = writeColourModel(folder)
    const thresholds = { red: threshold, blue: threshold }
    return { net: readFileSync(join(folder, 'model.onnx')), card: { ...card, thresholds, ...more } }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export async function enterModel(ports: Ports, name: string, threshold: number): Promise<RegisteredModel> {
  const { net, card } = colourModel(threshold, { name })
  return registerModel(ports, { net, card, files: {}, about: { site, uploadedBy: 'somebody' } })
}

export async function crown(ports: Ports, { name, version, digest }: RegisteredModel): Promise<void> {
  const before = await ports.models.champion(site)
  const champion = { site, model: { name, version, digest }, release: 'rel-1', since: '2026-03-01T00:00:00.000Z' }
  await ports.models.setChampion(champion, before?.version)
}

/** A dataset whose test has `red` things on 16 frames and rusty ones, which are none, on 8. */
export async function storeDataset(ports: Ports, more: Partial<DatasetItem> = {}): Promise<string> {
  const items: DatasetItem[] = []
  for (let index = 0; index < 30; index++) {
    const split: SplitName = index < 24 ? 'test' : 'train'
    const left = 48 + (index % 10) * side
    const jpeg = await picture(index < 16 ? colours.red : colours.rust, left)
    const frame = createHash('sha256').update(jpeg).update(String(index)).digest('hex')
    await ports.frames.put(frame, jpeg)
    items.push({
      ...{ frame, camera: 'camera-1', recording: `rec-${split}`, videoSha256: sha256Of(split), ptsMs: index * 100, width, height },
      ...{ at: new Date(Date.UTC(2026, 1, 1) + index).toISOString(), bytes: jpeg.length, likeness: frame.slice(0, 16), split },
      ...{ group: index < 16 ? 'positive' : 'false-positive', incidents: [], absent: [] },
      annotations: index < 16 ? [sampleAnnotation('red', { box: boxAround(left, 48) })] : [],
      ...more,
    })
  }
  items.sort(compareItems)
  const digest = createDatasetDigest()
  for (const item of items) digest.add(item)
  const header = digest.header(site, { splitBy: 'day', leftOut: {} })
  async function* stream() {
    yield* items
  }
  await ports.datasets.save(header, stream(), {})
  await ports.datasets.add({ ...header, createdAt: ports.clock().toISOString() })
  return header.version
}

/** Two incidents of one rule with their archived recordings: one that somebody confirmed, and one that was rust. */
export async function storeIncidents(ports: Ports, connectionString: string): Promise<void> {
  const settings = CameraSettings.parse({ source: 'rtsp://camera.example.com/1', framesPerSecond: 5 })
  await ports.fleet.saveCamera({ id: 'camera-1', site, device: 'edge-1', name: 'Camera 1', settings })
  const rule = Rule.parse({ camera: 'camera-1', label: 'red', severity: 'warning', confidence: 0.3, dwellSeconds: 0.3 })
  await ports.fleet.saveRule({ id: 'red', site, name: 'Red', rule })
  const archive = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('archive')
  await archive.createIfNotExists()
  for (const [verdict, colour] of [
    ['confirmed', colours.red],
    ['rejected', colours.rust],
  ] as const) {
    const startedAt = incidentAt[verdict]
    const video = video4s(colour)
    const from = Date.parse(startedAt) - 1000
    const path = `${site}/camera-1/${verdict}.mp4`
    await archive.getBlockBlobClient(path).upload(video, video.length)
    await ports.recordings.save({
      ...{ id: `rec-${verdict}`, site, device: 'edge-1', camera: 'camera-1', path, bytes: video.length },
      ...{ startedAt: new Date(from).toISOString(), endedAt: new Date(from + 4000).toISOString(), sha256: sha256Of(verdict) },
      ...{ codec: 'avc', frameRate: 10, width, height, receivedAt: new Date(from + 5000).toISOString() },
    })
    const endedAt = new Date(from + 3000).toISOString()
    const incident = sampleIncident(`incident-${verdict}`, {
      ...{ site, device: 'edge-1', camera: 'camera-1', rule: 'red', label: 'red', startedAt, endedAt, receivedAt: startedAt },
      ...{ phase: 'closed', state: 'acknowledged', verdict, recordings: [`rec-${verdict}`] },
    })
    await ports.incidents.write({ incident, version: undefined })
  }
}

async function picture(colour: Colour, left: number): Promise<Uint8Array> {
  const { data } = paint(width, height, [{ left, top: 48, side, colour }])
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

/** The model draws a square of 48 pixels around the middle of a cell. */
function boxAround(left: number, top: number) {
  const [x, y] = [left + side / 2 - 24, top + side / 2 - 24]
  return { left: x / width, top: y / height, width: 48 / width, height: 48 / height }
}

function video4s(colour: Colour): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'sightloop-test-'))
  const file = join(folder, 'video.mp4')
  try {
    const square = { left: 48, top: 40, side: 32, colour, from: 10, to: 30 }
    makeVideo(file, { width, height, framesPerSecond: 10, frames: 40, groupSize: 10, squares: [square] })
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
