import { createHash } from 'node:crypto'
import { incidentId } from '../../shared/domain/ids.ts'
import type { HealthMessage, IncidentMessage, InferenceMessage, RecordingMessage } from '../../shared/domain/messages.ts'
import type { ReceivedEvent } from '../../shared/domain/received-event.ts'

export const startOfTime = '2026-11-20T08:00:00.000Z'

/** The start of time plus so many seconds. */
export function at(seconds: number): string {
  return new Date(Date.parse(startOfTime) + seconds * 1000).toISOString()
}

const model = { name: 'line-starter', version: '1', digest: 'a'.repeat(64) }
const detection = { label: 'missing-cap', confidence: 0.91, box: { left: 0.4, top: 0.2, width: 0.1, height: 0.3 } }

export interface MessageKey {
  readonly device?: string
  readonly bootId?: string
  readonly seq: number
  readonly seconds?: number
}

function keyOf({ device = 'edge-1', bootId = 'boot-1', seq, seconds = 0 }: MessageKey) {
  return { device, bootId, seq, at: at(seconds) }
}

export function inferenceMessage(key: MessageKey, camera = 'camera-1'): InferenceMessage {
  const frame = { at: keyOf(key).at, ptsMs: 40, width: 640, height: 360, inferenceMs: 4.2, detections: [detection] }
  return { ...keyOf(key), camera, model, frames: [frame] }
}

export function incidentMessage(
  key: MessageKey,
  { phase = 'opened', start = key.seconds ?? 0, ...more }: Partial<IncidentMessage> & { start?: number } = {},
): IncidentMessage {
  const { device } = keyOf(key)
  const startedAt = at(start)
  const [camera, rule] = [more.camera ?? 'camera-1', more.rule ?? 'no-cap']
  return {
    ...keyOf(key),
    ...{ camera, rule, phase, startedAt, model, label: 'missing-cap', severity: 'warning', recordings: [] },
    incident: incidentId(device, camera, rule, startedAt),
    peak: { at: startedAt, ptsMs: 40, detection },
    ...(phase === 'closed' && { endedAt: keyOf(key).at }),
    ...more,
  }
}

export function healthMessage(key: MessageKey): HealthMessage {
  return {
    ...keyOf(key),
    ...{ state: 'ok', uptimeSeconds: Math.max(0, key.seconds ?? 0), moduleVersion: '0.1.0', cameras: [] },
    ...{ queueDepth: 0, evictedMessages: 0, diskUsedBytes: 0, diskQuotaBytes: 1_000_000 },
  }
}

export function recordingMessage(key: MessageKey, recording: string, file: Uint8Array, camera = 'camera-1'): RecordingMessage {
  const { device, at: endedAt } = keyOf(key)
  return {
    ...keyOf(key),
    ...{ camera, recording, startedAt: at((key.seconds ?? 0) - 10), endedAt, blob: `${device}-media/${recording}.mp4` },
    ...{ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') },
    ...{ codec: 'avc1.42e01e', frameRate: 25, width: 640, height: 360 },
  }
}

export interface Envelope {
  readonly type?: string
  readonly schema?: string
  readonly device?: string | undefined
  readonly enqueuedAt?: string
  readonly properties?: Readonly<Record<string, string>>
}

/** A message as the hub would hand it over, one second after it was written. */
export function eventOf<Message extends { readonly device: string; readonly at: string }>(
  message: Message,
  envelope: Envelope = {},
): ReceivedEvent {
  const { type = typeOf(message), schema = '1', enqueuedAt = secondAfter(message.at), properties = {} } = envelope
  const device = 'device' in envelope ? envelope.device : message.device
  return { body: Buffer.from(JSON.stringify(message)), device, enqueuedAt, properties: { type, schema, ...properties } }
}

function typeOf(message: object): string {
  if ('frames' in message) return 'inference'
  if ('incident' in message) return 'incident'
  return 'recording' in message ? 'recording' : 'health'
}

function secondAfter(instant: string): string {
  return new Date(Date.parse(instant) + 1000).toISOString()
}
