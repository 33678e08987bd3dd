import type { Id } from '../shared/domain/ids.ts'
import type { WatchedDetector } from './keep-detecting.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { Cameras } from './run-cameras.ts'
import type { Health } from './tell-cloud.ts'

interface HealthOptions {
  readonly cameras: Cameras
  readonly detector: WatchedDetector
  readonly outbox: Outbox
  readonly moduleVersion: string
}

interface CameraReport {
  readonly state: string
  readonly problem: string
}

export interface HealthReader {
  read(): Health
  /** For the reported properties: what changed since the last call; null for a camera that is gone. */
  changedCameras(): Readonly<Record<Id, CameraReport | null>> | undefined
}

export function createHealthReader({ cameras, detector, outbox, moduleVersion }: HealthOptions): HealthReader {
  let told: Readonly<Record<Id, CameraReport | null>> = {}

  return {
    read() {
      const { queueDepth, evictedMessages, diskUsedBytes, diskQuotaBytes, trouble } = outbox.status()
      const states = [...cameras.running.values()].map((camera) => camera.health()).slice(0, 64)
      const isWell = trouble === undefined && detector.problem === undefined && states.every(({ state }) => state !== 'lost')
      return {
        state: isWell ? 'ok' : 'degraded',
        uptimeSeconds: Math.round(process.uptime()),
        moduleVersion,
        model: detector.model,
        cameras: states,
        ...{ queueDepth, evictedMessages, diskUsedBytes, diskQuotaBytes },
      }
    },
    changedCameras() {
      const now: Record<Id, CameraReport | null> = {}
      for (const name of Object.keys(told)) now[name] = null
      for (const [name, camera] of cameras.running) {
        const { state, problem = '' } = camera.health()
        now[name] = { state, problem }
      }
      if (JSON.stringify(now) === JSON.stringify(told)) return undefined
      told = now
      return now
    },
  }
}
