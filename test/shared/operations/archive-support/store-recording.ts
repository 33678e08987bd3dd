import { createHash } from 'node:crypto'
import { BlobServiceClient } from '@azure/storage-blob'
import { recordingPath } from '../../../../shared/domain/media-path.ts'
import { NightPolicy } from '../../../../shared/domain/night-policy.ts'
import type { Recording } from '../../../../shared/domain/recording.ts'
import type { Ports } from '../../../../shared/ports.ts'
import { at } from '../../../harness/sample-messages.ts'

export interface SampleRecording {
  readonly id: string
  readonly site?: string
  readonly camera?: string
  /** Seconds after the start of time. */
  readonly start?: number
  readonly seconds?: number
  readonly video?: Uint8Array
}

/** What the check of uploads leaves behind: the video in `raw-video`, and its row. */
export async function storeRecording(ports: Ports, connectionString: string, sample: SampleRecording): Promise<Recording> {
  const { id, site = 'plant-1', camera = 'camera-1', start = 0, seconds = 10, video = sampleBytes(id) } = sample
  const startedAt = at(start)
  const path = recordingPath({ site, camera, startedAt, id })
  await putBlob(connectionString, 'raw-video', path, video)
  const recording: Recording = {
    ...{ id, site, device: 'edge-1', camera, startedAt, endedAt: at(start + seconds), path, bytes: video.length },
    ...{ sha256: sha256Of(video), codec: 'avc1.42e01e', frameRate: 25, width: 640, height: 360, receivedAt: at(start + seconds + 1) },
  }
  await ports.recordings.save(recording)
  return recording
}

export async function putBlob(connectionString: string, container: string, path: string, content: Uint8Array): Promise<void> {
  const client = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container)
  await client.createIfNotExists()
  await client.getBlockBlobClient(path).uploadData(content)
}

export async function readBlob(connectionString: string, container: string, path: string): Promise<Buffer | undefined> {
  const blob = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container).getBlobClient(path)
  return (await blob.exists()) ? await blob.downloadToBuffer() : undefined
}

export async function blobNames(connectionString: string, container: string, prefix = ''): Promise<string[]> {
  const client = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container)
  const names: string[] = []
  if (await client.exists()) for await (const { name } of client.listBlobsFlat({ prefix })) names.push(name)
  return names
}

/** A store of policies that knows one. */
export function policyOf(policy: Partial<NightPolicy> = {}) {
  return { policy: async () => ({ value: NightPolicy.parse(policy), version: 'v1' }) }
}

export function sha256Of(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}

function sampleBytes(id: string): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.from(id.repeat(50))])
}
