import type { DeviceLoad, Mismatch } from './passport.ts'

/** What explains a difference. */
export interface DeviceCircumstances {
  readonly isConnected: boolean
  readonly refused: { readonly digest: string; readonly problem: string } | undefined
  /** As `$edgeAgent` says it of the newest deployment. */
  readonly lastDesired: { readonly code: number; readonly description: string; readonly isNewest: boolean } | undefined
}

/** Desired beside actual, each difference with the likeliest reason. Nothing desired is nothing to differ from. */
export function compareLoads(desired: DeviceLoad, actual: DeviceLoad, device: DeviceCircumstances): readonly Mismatch[] {
  const pairs = [
    ['image', desired.image, actual.image],
    ['release', desired.release?.id, actual.release?.id],
    ['model', desired.model?.digest, actual.model?.digest],
  ] as const
  return pairs.flatMap(([what, wanted, there]) => {
    if (wanted === undefined || wanted === there) return []
    return [{ what, desired: wanted, actual: there ?? 'none', ...reasonOf(what, wanted, device) }]
  })
}

function reasonOf(
  what: Mismatch['what'],
  wanted: string,
  { isConnected, refused, lastDesired }: DeviceCircumstances,
): Pick<Mismatch, 'because' | 'reason'> {
  if (!isConnected) return { because: 'offline', reason: 'The device is not connected; it gets it when it comes back.' }
  if (what === 'model' && refused !== undefined && wanted === refused.digest)
    return { because: 'refused', reason: `The device refused it: ${refused.problem}` }
  if (lastDesired?.isNewest === true && lastDesired.code !== 200) {
    const reason = `The device could not apply its deployment (${lastDesired.code}): ${lastDesired.description}`
    return { because: 'not-applied', reason }
  }
  if (lastDesired?.isNewest === false) return { because: 'not-seen', reason: 'The device has not seen its newest deployment yet.' }
  return { because: 'on-its-way', reason: 'On its way, or the module reports something else than it was given.' }
}
