import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import type { Detection } from '../../shared/domain/detection.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import type { Recording } from '../../shared/domain/recording.ts'
import type { Ports } from '../../shared/ports.ts'
import { at } from '../harness/sample-messages.ts'
import { putBlob, storeRecording } from '../shared/operations/archive-support/store-recording.ts'
import { boxOf } from './numbered-picture.ts'

export interface FilmedIncident {
  readonly id: string
  /** The MP4 of its recording; without one there is no video of it. */
  readonly file?: string | undefined
  readonly camera?: string
  /** Seconds after the start of time at which the recording begins; the incident lasts from 4 to 7 s after that. */
  readonly start?: number
  /** When each frame is shown, in milliseconds of the recording. */
  readonly timesMs: readonly number[]
  readonly snapshot?: boolean
  readonly more?: Partial<Incident>
}

const model = { name: 'line-starter', version: '1', digest: 'a'.repeat(64) }
/** The device's clock and the time of its recording are never quite the same. */
const driftMs = 130

/** An incident with recording, picture, and what the model saw in each frame: a box that stands for the frame's number. */
export async function storeFilmedIncident(ports: Ports, connectionString: string, filmed: FilmedIncident): Promise<Incident> {
  const { id, file, camera = 'camera-1', start = 0, timesMs, more = {} } = filmed
  const seconds = Math.ceil((timesMs.at(-1) ?? 0) / 1000)
  const recording = `rec-${id}`
  if (file !== undefined) await storeFilm(ports, connectionString, { id: recording, camera, start, seconds, file })
  const frames = timesMs.map((ptsMs, number) => ({
    ...{ at: at(start + (ptsMs + driftMs) / 1000), recording, ptsMs, width: 320, height: 180, inferenceMs: 4 },
    detections: [detectionOf(number)],
  }))
  for (let from = 0, seq = 0; from < frames.length; from += 50, seq++) {
    const batch = frames.slice(from, from + 50)
    const message = { device: 'edge-1', bootId: `boot-${id}`, seq, at: batch.at(-1)!.at, camera, model, frames: batch }
    await ports.inferences.save({ site: 'plant-1', isLate: false, time: batch[0]!.at, message })
  }
  const peak = frames[125] ?? frames.at(-1)!
  const snapshot = filmed.snapshot ? `plant-1/${camera}/${id}.jpg` : undefined
  if (snapshot !== undefined) await putBlob(connectionString, 'snapshots', snapshot, await bench())
  const incident: Incident = {
    ...{ id, site: 'plant-1', device: 'edge-1', camera, rule: 'hand-in-zone', label: 'hand', severity: 'critical', isLate: false },
    ...{ startedAt: at(start + 4), endedAt: at(start + 7), receivedAt: at(start + 4.6), phase: 'closed', state: 'new', verdict: undefined },
    ...{ model, snapshot, recordings: [recording], traceparent: undefined },
    peak: { at: peak.at, ptsMs: peak.ptsMs, detection: peak.detections[0]! },
    ...more,
  }
  await ports.incidents.write({ incident, version: undefined })
  return incident
}

async function storeFilm(
  ports: Ports,
  connectionString: string,
  { file, ...sample }: { id: string; camera: string; start: number; seconds: number; file: string },
): Promise<Recording> {
  return storeRecording(ports, connectionString, { ...sample, video: readFileSync(file) })
}

function detectionOf(number: number): Detection {
  return { label: 'hand', confidence: 0.6 + (number % 40) / 100, box: boxOf(number) }
}

async function bench(): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">
    <rect width="100%" height="100%" fill="#5b6673"/><rect y="62%" width="100%" height="38%" fill="#8c7355"/></svg>`
  return sharp(Buffer.from(drawn)).jpeg().toBuffer()
}
