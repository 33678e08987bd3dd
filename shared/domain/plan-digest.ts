import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { RolloutPolicy } from './rollout.ts'

/** What people approve of a rollout policy: its SHA-256, whichever of its defaults were written out. */
export function planDigest(policy: RolloutPolicy): string {
  return createHash('sha256')
    .update(canonicalJson(RolloutPolicy.parse(policy)))
    .digest('hex')
}
