import { z } from 'zod'
import { Id } from '../../shared/domain/ids.ts'
import { lookAtRollout } from '../../shared/operations/look-at-rollout.ts'
import { type Activity, activity } from '../night/activity.ts'

export const rolloutActivities: readonly Activity[] = [
  activity({ name: 'look-at-rollout', input: z.strictObject({ site: Id, rollout: Id }), run: lookAtRollout }),
]
