import type { Comparison } from './compare-behaviour.ts'
import type { DeviceState } from './device-state.ts'
import type { Instant } from './ids.ts'
import type { DeviceProgress, RolloutPolicy } from './rollout.ts'

/** What a device must report to have the release. */
export interface Wanted {
  /** `sha256:…` of the image that deployments name. */
  readonly index: string
  readonly model: string | undefined
  readonly carrier: RolloutPolicy['carrier']
}

/** What is known of one device at this look. */
export interface DeviceFacts {
  /** Undefined: IoT Hub does not know it. */
  readonly state: DeviceState | undefined
  /** Starts of the module with this model within the last ten minutes; undefined where nobody has looked. */
  readonly starts: number | undefined
  /** Undefined where nobody has looked. */
  readonly comparison: Comparison | undefined
  /** Whether a health message of this model has come since the device took it; undefined where nobody has looked. */
  readonly hasSpoken: boolean | undefined
}

export interface Judged {
  readonly progress: DeviceProgress
  /** Restarted again and again: reason enough to halt, however many devices are well. */
  readonly isCrashLoop: boolean
}

/** The runtime says these of a deployment that it cannot even read. https://learn.microsoft.com/azure/iot-edge/module-edgeagent-edgehub */
const unreadable = new Set([400, 412, 417])
/** A module speaks every half minute unless told otherwise; one that has not for so long hangs. */
const silenceSeconds = 120

/** Where a device is that was told to take the release. Those that were not told stay as they are. */
export function judgeDevice(progress: DeviceProgress, facts: DeviceFacts, wanted: Wanted, policy: RolloutPolicy, now: Instant): Judged {
  const { state } = facts
  const { reason: _, ...before } = progress
  if (progress.state === 'waiting' && state !== undefined) return { progress, isCrashLoop: false }
  if (state === undefined || !state.isConnected) return { progress: { ...before, state: 'away' }, isCrashLoop: false }
  const restarts = restartsOf(facts, wanted)
  const isCrashLoop = restarts >= policy.crashLoop
  const failed = (reason: string, takenAt = progress.takenAt): Judged => ({
    progress: { ...before, ...(takenAt !== undefined && { takenAt }), state: 'failed', reason: reason.slice(0, 500) },
    isCrashLoop,
  })
  if (isCrashLoop) return failed(`The module was started again ${restarts} times within ten minutes.`)
  const refusal = refusalOf(state, wanted)
  if (refusal !== undefined) return failed(refusal)

  if (hasRelease(state, wanted)) {
    const takenAt = progress.takenAt ?? now
    const difference = facts.comparison?.outcome === 'different' ? facts.comparison.reason : undefined
    if (difference !== undefined) return failed(difference, takenAt)
    const isSilent = policy.bakeSeconds >= silenceSeconds && secondsBetween(takenAt, now) >= silenceSeconds && facts.hasSpoken === false
    if (isSilent) return failed('The module runs but has said nothing since.', takenAt)
    return { progress: { ...before, state: 'well', takenAt }, isCrashLoop }
  }
  // A device that was away is told when it is back, and has its time from then on.
  const targetedAt = progress.state === 'away' || progress.targetedAt === undefined ? now : progress.targetedAt
  if (secondsBetween(targetedAt, now) > policy.takeSeconds) return failed(whyNot(state, policy))
  return { progress: { ...before, state: 'targeted', targetedAt }, isCrashLoop }
}

/** Where a device is that was told to go back, since `since`. Undefined as long as it is on its way. */
export function judgeReturn(
  progress: DeviceProgress,
  state: DeviceState | undefined,
  wanted: Wanted,
  policy: RolloutPolicy,
  { since, now }: { readonly since: Instant; readonly now: Instant },
): DeviceProgress | undefined {
  const { reason: _, ...before } = progress
  if (state === undefined || !state.isConnected) return { ...before, state: 'away' }
  const isOut = wanted.carrier === 'image' ? !isImage(state, wanted) && state.runtimeStatus === 'running' : isModelGone(state, wanted)
  if (isOut) return { ...before, state: 'back' }
  if (secondsBetween(since, now) <= policy.takeSeconds) return undefined
  return { ...before, state: 'failed', reason: `It did not go back within ${policy.takeSeconds} seconds.` }
}

/** What lies below may bring the same model, which is as it was before then. */
function isModelGone({ module, desiredModel }: DeviceState, { model }: Wanted): boolean {
  return model === undefined || module?.model?.digest !== model || desiredModel === model
}

function hasRelease(state: DeviceState, wanted: Wanted): boolean {
  const runs = wanted.carrier === 'artefact' || (isImage(state, wanted) && state.runtimeStatus === 'running')
  return runs && (wanted.model === undefined || state.module?.model?.digest === wanted.model)
}

function isImage(state: DeviceState, { index }: Wanted): boolean {
  return state.image?.endsWith(`@${index}`) ?? false
}

/** The runtime counts from zero for each new image, and again when a module has been well for ten minutes. */
function restartsOf({ state, starts = 0 }: DeviceFacts, wanted: Wanted): number {
  const counted = wanted.carrier === 'image' && state !== undefined && isImage(state, wanted) ? (state.restartCount ?? 0) : 0
  return Math.max(counted, starts - 1)
}

function refusalOf({ module, lastDesired }: DeviceState, { model }: Wanted): string | undefined {
  if (model !== undefined && module?.refused?.digest === model) return `The module refuses the model: ${module.refused.problem}`
  const isUnreadable = lastDesired?.isNewest === true && unreadable.has(lastDesired.code)
  return isUnreadable ? `The runtime refuses the deployment (${lastDesired.code}): ${lastDesired.description}` : undefined
}

function whyNot({ lastDesired, runtimeStatus }: DeviceState, { takeSeconds }: RolloutPolicy): string {
  const late = `It did not report the release within ${takeSeconds} seconds`
  if (lastDesired?.isNewest && lastDesired.code !== 200) return `${late} (${lastDesired.code}): ${lastDesired.description}`
  return `${late}; the module is ${runtimeStatus ?? 'unknown'}.`
}

function secondsBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 1000
}
