import type { Id } from '../shared/domain/ids.ts'
import type { ModelKeeper } from './admission/keep-models.ts'
import type { WatchedDetector } from './keep-detecting.ts'
import type { BehaviourMeter } from './measure-behaviour.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { Cameras } from './run-cameras.ts'
import type { Health } from './tell-cloud.ts'

interface HealthOptions {
  readonly models: Pick<ModelKeeper, 'problem'>
  readonly behaviour: BehaviourMeter
  readonly cameras: Cameras
  readonly detector: WatchedDetector
  readonly outbox: Outbox
  readonly moduleVersion: string
}

interface CameraReport {
  readonly state: string
  readonly problem: string
}

const maxProblemCharacters = 500

export interface HealthReader {
  read(): Health
  /** For a message: with what the pictures were like since the one before. */
  readForMessage(): Health
  /** For the reported properties: what changed since the last call; null for a camera that is gone. */
  changedCameras(): Readonly<Record<Id, CameraReport | null>> | undefined
}

export function createHealthReader({ cameras, detector, models, behaviour, outbox, moduleVersion }: HealthOptions): HealthReader {
  const pictureOf = (camera: Id) => {
    const picture = cameras.running.get(camera)?.takeStatistics()
    return picture === undefined ? {} : { picture }
  }
  let told: Readonly<Record<Id, CameraReport | null>> = {}

  return {
    read,
    readForMessage() {
      const health = read()
      return { ...health, cameras: health.cameras.map((one) => ({ ...one, ...pictureOf(one.camera) })) }
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

  function read(): Health {
    const { queueDepth, evictedMessages, diskUsedBytes, diskQuotaBytes, trouble } = outbox.status()
    const states = [...cameras.running.values()].map((camera) => camera.health()).slice(0, 64)
    const modelProblem = (models.problem ?? detector.problem)?.slice(0, maxProblemCharacters)
    const isWell =
      trouble === undefined && modelProblem === undefined && states.every(({ state, problem }) => state !== 'lost' && problem === undefined)
    return {
      state: isWell ? 'ok' : 'degraded',
      problem: modelProblem,
      uptimeSeconds: Math.round(process.uptime()),
      moduleVersion,
      model: detector.model,
      cameras: states,
      ...{ queueDepth, evictedMessages, diskUsedBytes, diskQuotaBytes },
      behaviour: behaviour.read(),
    }
  }
}
