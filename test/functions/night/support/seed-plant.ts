import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import { laptopPeople } from '../../../../local/sign-in/people.ts'
import type { Id } from '../../../../shared/domain/ids.ts'
import { incidentId } from '../../../../shared/domain/ids.ts'
import type { InferenceMessage } from '../../../../shared/domain/messages.ts'
import { acceptUpload } from '../../../../shared/operations/accept-upload.ts'
import { ingestBatch } from '../../../../shared/operations/ingest-batch.ts'
import type { Ports } from '../../../../shared/ports.ts'
import { makeVideo } from '../../../edge/support/make-video.ts'
import { at, eventOf, incidentMessage, inferenceMessage, recordingMessage } from '../../../harness/sample-messages.ts'

const camera = 'camera-1'
const rule = 'no-cap'
const videoSeconds = 4
const gapSeconds = 60
/** Of the incident in each recording, after its start. */
const [incidentFrom, incidentTo] = [1, 3]

export interface SeededRecording {
  readonly id: Id
  readonly incident: Id
}

/** Little videos, one after the other for as long as the tests of a file run. */
export function makeVideos(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const file = join(tmpdir(), `night-${process.pid}-${index}.mp4`)
    const colour = [
      [220, 40, 40],
      [40, 200, 40],
      [40, 60, 220],
      [220, 200, 40],
    ][index % 4] as [number, number, number]
    const square = { left: 20 + index * 8, top: 30 + index * 10, side: 40, colour, stepX: 4, stepY: 1 }
    makeVideo(file, { width: 320, height: 180, framesPerSecond: 10, frames: videoSeconds * 10, groupSize: 10, squares: [square] })
    const video = readFileSync(file)
    rmSync(file)
    return video
  })
}

/**
 * A plant whose camera has uploaded these recordings, each with an incident that the model saw. Everything goes the way
 * that it goes in operation: messages through ingest, files through the check of uploads.
 */
export async function seedPlant(ports: Ports, connectionString: string, videos: readonly Uint8Array[]): Promise<SeededRecording[]> {
  for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: 'all' })
  await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' })
  const seeded: SeededRecording[] = []
  for (const [index, video] of videos.entries()) {
    const start = index * gapSeconds
    await ingestBatch(ports, eventsOf(start, index * 100))
    const id = `rec-${index + 1}`
    await uploadRecording(ports, connectionString, { id, seq: index * 100 + 90, start, video })
    seeded.push({ id, incident: incidentId('edge-1', camera, rule, at(start + incidentFrom)) })
  }
  return seeded
}

export interface Upload {
  readonly id: Id
  readonly seq: number
  /** Seconds. */
  readonly start: number
  readonly video: Uint8Array
}

/** Puts a file where devices upload to, and lets it be checked. */
export async function uploadRecording(ports: Ports, connectionString: string, { id, seq, start, video }: Upload): Promise<void> {
  const uploads = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('uploads')
  await uploads.createIfNotExists()
  const size = { startedAt: at(start), frameRate: 10, width: 320, height: 180 }
  const message = { ...recordingMessage({ seq, seconds: start + videoSeconds }, id, video, camera), ...size }
  await uploads.getBlockBlobClient(message.blob).upload(video, video.length)
  const upload = { kind: 'recording', site: 'plant-1', device: 'edge-1', enqueuedAt: message.endedAt, message, attempt: 0 } as const
  if ((await acceptUpload(ports, upload)) !== 'accepted') throw new Error(`Recording ${id} was not accepted.`)
}

function eventsOf(start: number, seq: number) {
  const opened = { seq, seconds: start + incidentFrom }
  const closed = { seq: seq + 1, seconds: start + incidentTo }
  const inferences = Array.from({ length: videoSeconds * 2 }, (_, half): InferenceMessage => {
    const key = { seq: seq + 10 + half, seconds: start + half / 2 }
    const message = inferenceMessage(key, camera)
    const isInside = half / 2 >= incidentFrom && half / 2 <= incidentTo
    return {
      ...message,
      frames: message.frames.map((frame) => ({ ...frame, ptsMs: half * 500, detections: isInside ? frame.detections : [] })),
    }
  })
  return [
    ...inferences.map((message) => eventOf(message)),
    eventOf(incidentMessage(opened, { camera, rule })),
    eventOf(incidentMessage(closed, { camera, rule, phase: 'closed', start: start + incidentFrom })),
  ]
}
