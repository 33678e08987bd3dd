import type { Answer } from '../api/call.ts'

export type DeviceCondition = Answer<'readFleet'>['items'][number]
export type CameraHealth = NonNullable<DeviceCondition['health']>['message']['cameras'][number]

export type DeviceProblem = 'offline' | 'silent' | 'refused' | 'settings' | 'module' | 'camera' | 'model' | 'disk' | 'queue' | 'clock'

/** A module speaks every half minute unless told otherwise. */
const silentMs = 180_000
const fullDisk = 0.9
const longQueue = 1000
const wrongClockMs = 120_000

/** What is wrong with a device, worst first; empty where all is well. */
export function problemsOf({ isConnected, health, settings, runtimeStatus, refused }: DeviceCondition, nowMs: number): DeviceProblem[] {
  const message = health?.message
  const isSilent = health !== undefined && nowMs - Date.parse(health.receivedAt) > silentMs
  const found: Record<DeviceProblem, boolean> = {
    offline: isConnected === false,
    silent: isConnected !== false && (isSilent || health === undefined),
    module: runtimeStatus !== undefined && runtimeStatus !== 'running',
    refused: refused !== undefined,
    settings: settings.status === 'refused',
    camera: message?.cameras.some(({ state }) => state === 'lost') ?? false,
    model: message?.problem !== undefined,
    disk: message !== undefined && message.diskQuotaBytes > 0 && message.diskUsedBytes / message.diskQuotaBytes > fullDisk,
    queue: (message?.queueDepth ?? 0) > longQueue,
    clock: Math.abs(health?.clockSkewMs ?? 0) > wrongClockMs,
  }
  return (Object.keys(found) as DeviceProblem[]).filter((problem) => found[problem])
}

export interface CameraNow {
  /** `away`: its device or it does not send; `off`: switched off; `unknown`: its device has said nothing of it yet. */
  readonly state: 'live' | 'starting' | 'away' | 'off' | 'unknown'
  /** When it was last there. */
  readonly since: string | undefined
  readonly framesPerSecond: number
  readonly inferenceMs: number
  readonly problem: string | undefined
  /** What is wrong with the camera itself, as its device says. */
  readonly troubles: NonNullable<CameraHealth['troubles']>
  /** It is not known yet how it usually looks. */
  readonly isLearning: boolean
}

/** How a camera is, by what its device says of it and by whether the device is there to say so. */
export function cameraNow(device: DeviceCondition | undefined, camera: string, nowMs: number): CameraNow {
  const own = device?.health?.message.cameras.find((one) => one.camera === camera)
  const isGone = device?.isConnected === false || (device !== undefined && problemsOf(device, nowMs).includes('silent'))
  const since = own?.lastFrameAt ?? device?.health?.receivedAt
  const figures = {
    framesPerSecond: own?.framesPerSecond ?? 0,
    inferenceMs: own?.inferenceMs ?? 0,
    problem: own?.problem,
    troubles: own?.troubles ?? [],
    isLearning: own?.isLearning ?? false,
  }
  if (own?.state === 'disabled') return { state: 'off', since, ...figures }
  if (isGone) return { state: 'away', since, ...figures, framesPerSecond: 0 }
  if (own === undefined) return { state: 'unknown', since: undefined, ...figures }
  if (own.state === 'lost') return { state: 'away', since: own.lastFrameAt, ...figures, framesPerSecond: 0 }
  return { state: own.state, since, ...figures }
}
