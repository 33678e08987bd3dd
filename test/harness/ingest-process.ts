/**
 * A function app in a process of its own, for tests that kill it: `ingest-process.ts CONNECTION DEVICE CHECKPOINT-FILE`.
 * Reads the stream from where the checkpoint stands, as the Event Hubs trigger would, and works off the uploads.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { crashPoint } from '../../shared/crash-point.ts'
import type { ReceivedEvent } from '../../shared/domain/received-event.ts'
import type { UploadJob } from '../../shared/domain/upload-job.ts'
import { acceptUpload } from '../../shared/operations/accept-upload.ts'
import { ingestBatch } from '../../shared/operations/ingest-batch.ts'
import type { Ports } from '../../shared/ports.ts'
import { eventOf, healthMessage, incidentMessage, inferenceMessage, recordingMessage } from './sample-messages.ts'
import { createTestApp } from './test-app.ts'

export const batchSize = 8
export const sampleVideo = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(1000, 7)])

/** What the hub holds for the device: always the same. */
export function streamOf(device: string): ReceivedEvent[] {
  return Array.from({ length: batchSize * 2 }, (_, seq) => {
    const key = { device, seq, seconds: seq }
    if (seq % 8 === 1) return eventOf(incidentMessage(key))
    if (seq % 8 === 5) return eventOf(incidentMessage(key, { phase: 'closed', start: seq - 4 }))
    if (seq % 8 === 6) return eventOf(recordingMessage(key, `${device}-rec-${seq}`, sampleVideo, `${device}-camera`))
    return seq % 8 === 7 ? eventOf(healthMessage(key)) : eventOf(inferenceMessage(key, `${device}-camera`))
  })
}

/** Works from the checkpoint to the end of the stream. */
export async function workOff(connectionString: string, device: string, checkpointFile: string): Promise<Ports> {
  const jobs: UploadJob[] = []
  const uploads = { add: async (job: UploadJob) => void jobs.push(job) }
  const ports = await createTestApp(connectionString, { uploads }, [device])
  const stream = streamOf(device)
  for (let place = readCheckpoint(checkpointFile); place < stream.length; place += batchSize) {
    await ingestBatch(ports, stream.slice(place, place + batchSize))
    // The real queue keeps a job until it is done; here the batch does, since its checkpoint comes after.
    for (const job of jobs.splice(0)) await acceptUpload(ports, job)
    crashPoint('before-checkpoint')
    writeFileSync(checkpointFile, String(place + batchSize))
  }
  return ports
}

function readCheckpoint(file: string): number {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
}

const [, script, connectionString = '', device = '', checkpointFile = ''] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) await workOff(connectionString, device, checkpointFile)
