import sharp from 'sharp'
import { Disturbances } from '../../local/line/disturbances.ts'
import { createLine } from '../../local/line/scene.ts'
import { cameraHealthJudge } from '../../shared/domain/camera-trouble.ts'
import { systemClock } from '../../shared/domain/clock.ts'
import type { DeviceHealth } from '../../shared/domain/device-health.ts'
import type { HealthMessage } from '../../shared/domain/messages.ts'
import type { Ports } from '../../shared/ports.ts'
import { putBlob } from '../shared/operations/archive-support/store-recording.ts'
import { model } from './fleet-plant.ts'

const fingerprint = Buffer.alloc(144, 128).toString('base64')
const hoursFouled = 6

/** What `edge-1` said of its camera over the last day: bright by day, less at night, and of late ever less sharp. */
export async function tellFouledDay(ports: Ports): Promise<void> {
  for (let minutes = 24 * 60; minutes > 0; minutes -= 10) await ports.healthHistory.add(healthBefore(minutes))
}

/** What it says now: a device that has said nothing for three minutes is taken for silent. */
export async function tellNow(ports: Ports): Promise<void> {
  await ports.devices.saveHealth(healthBefore(0))
}

function healthBefore(minutes: number): DeviceHealth {
  const nowMs = systemClock().getTime()
  const atMs = nowMs - minutes * 60_000
  const at = new Date(atMs).toISOString()
  const hour = new Date(atMs).getUTCHours()
  const left = Math.max(0.15, Math.min(1, minutes / 60 / hoursFouled))
  const troubles = left < 0.36 ? [{ kind: 'blurred' as const, since: new Date(nowMs - 2 * 3_600_000).toISOString() }] : []
  const picture = {
    ...{
      samples: 600,
      contrast: 0.19,
      saturation: 0.14,
      chromaBlue: 0.02,
      chromaRed: -0.03,
      motion: 0.04,
      dark: 0,
      bright: 0,
      fingerprint,
    },
    brightness: (hour >= 6 && hour < 22 ? 0.52 : 0.36) + 0.01 * Math.sin(minutes),
    sharpness: 1150 * left + 20 * Math.sin(minutes / 3),
  }
  const message: HealthMessage = {
    ...{ device: 'edge-1', bootId: 'boot-2', seq: 10_000 - minutes, at, state: 'ok', uptimeSeconds: 90_000, moduleVersion: '0.4.0', model },
    ...{ queueDepth: 0, evictedMessages: 0, diskUsedBytes: 1e9, diskQuotaBytes: 8e9 },
    cameras: [
      {
        ...{ camera: 'gate', state: 'live', framesPerSecond: 9.8, inferenceMs: 4.1, droppedFrames: 0, lastFrameAt: at },
        ...{ isLearning: false, troubles, picture },
      },
    ],
  }
  return { device: 'edge-1', receivedAt: at, message, clockSkewMs: 40 }
}

/** The incident that came of it, with the still that a device would make. */
export async function fouledIncident(ports: Ports, connectionString: string): Promise<void> {
  const startedAt = new Date(systemClock().getTime() - 2 * 3_600_000).toISOString()
  const snapshot = 'plant-1/gate/fouled-1.jpg'
  await putBlob(connectionString, 'snapshots', snapshot, await stillBesideUsual())
  await ports.incidents.write({
    version: undefined,
    incident: {
      ...{ id: 'fouled-1', site: 'plant-1', device: 'edge-1', camera: 'gate', kind: 'camera', rule: 'camera-blurred', label: 'blurred' },
      ...{ severity: 'info', startedAt, endedAt: undefined, receivedAt: startedAt, isLate: false, phase: 'open', state: 'new' },
      ...{ verdict: undefined, model: cameraHealthJudge, snapshot, recordings: [], traceparent: undefined },
      evidence: { measured: 0.41, level: 0.6, usual: 1 },
      peak: { at: startedAt, ptsMs: 0, detection: { label: 'blurred', confidence: 1, box: { left: 0, top: 0, width: 1, height: 1 } } },
    },
  })
}

async function stillBesideUsual(): Promise<Buffer> {
  const line = await createLine({ seed: 5 })
  const raw = { width: line.width, height: line.height, channels: 3 as const }
  const pictures = [line.draw(30).rgb, line.draw(40, Disturbances.parse({ lens: {} })).rgb]
  const [left, right] = await Promise.all(pictures.map((rgb) => sharp(rgb, { raw }).png().toBuffer()))
  return sharp({ create: { width: 2 * line.width + 8, height: line.height, channels: 3, background: '#ffffff' } })
    .composite([
      { input: left!, left: 0, top: 0 },
      { input: right!, left: line.width + 8, top: 0 },
    ])
    .jpeg()
    .toBuffer()
}
