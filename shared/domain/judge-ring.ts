import type { Instant } from './ids.ts'
import type { DeviceProgress, Rollout } from './rollout.ts'

export type RingVerdict =
  | { readonly next: 'halt'; readonly reason: string }
  /** `taken`: nothing is left to wait for but the time of the bake. */
  | { readonly next: 'wait'; readonly isTaken: boolean }
  | { readonly next: 'done' }

interface Tally {
  readonly all: number
  readonly well: number
  readonly failed: number
  readonly away: number
}

/** Whether the ring that a rollout is in is good enough for the next one. Devices that are away prove nothing, and stop nothing. */
export function judgeRing(rollout: Rollout, devices: readonly DeviceProgress[], crashed: readonly string[], now: Instant): RingVerdict {
  const { policy, ring } = rollout
  const exposed = tally(devices.filter((device) => device.ring <= ring))
  const own = devices.filter((device) => device.ring === ring)
  if (crashed.length > 0) return halt(`On ${crashed[0]} the module is restarted again and again.`, devices)
  for (const { all, failed, away } of [tally(own), exposed]) {
    // A share of nothing is no share: the first device that fails counts against all that were told, or will be.
    const known = all - away
    if (failed > 0 && failed / known >= policy.mostFailed) return halt(`${failed} of ${known} devices failed.`, devices)
  }
  // A site of one device has rings without any.
  if (own.length === 0 && exposed.well > 0) return { next: 'done' }
  const isTaken = !own.some(({ state }) => state === 'waiting' || state === 'targeted')
  const takenAt = rollout.rings[ring]?.takenAt
  // Without any device that is well there is no evidence, and no next ring.
  if (!isTaken || exposed.well === 0) return { next: 'wait', isTaken: false }
  if (takenAt === undefined || Date.parse(now) - Date.parse(takenAt) < policy.bakeSeconds * 1000) return { next: 'wait', isTaken: true }
  const { well, failed } = tally(own)
  if (well + failed > 0 && well / (well + failed) < policy.leastWell)
    return halt(`Only ${well} of ${well + failed} devices are well.`, devices)
  return { next: 'done' }
}

export function tally(devices: readonly DeviceProgress[]): Tally {
  const count = (wanted: DeviceProgress['state']) => devices.filter(({ state }) => state === wanted).length
  return { all: devices.length, well: count('well'), failed: count('failed'), away: count('away') }
}

function halt(what: string, devices: readonly DeviceProgress[]): RingVerdict {
  const example = devices.find(({ state }) => state === 'failed')
  return { next: 'halt', reason: example === undefined ? what : `${what} ${example.device}: ${example.reason}` }
}
