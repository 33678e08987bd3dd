import type { EdgeSettings } from '../../shared/domain/edge-settings.ts'
import type { Id } from '../../shared/domain/ids.ts'
import type { Rule } from '../../shared/domain/rule.ts'

/** All that a camera's pipeline depends on. Two equal plans need no restart. */
export interface CameraPlan {
  readonly settings: EdgeSettings['cameras'][string]
  readonly rules: Readonly<Record<Id, Rule>>
  readonly recorder: EdgeSettings['recorder']
}

export function planCameras({ cameras, rules, recorder }: EdgeSettings): Map<Id, CameraPlan> {
  const planOf = (camera: Id, settings: CameraPlan['settings']): CameraPlan => ({
    settings,
    rules: Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule.camera === camera)),
    recorder,
  })
  return new Map(Object.entries(cameras).map(([camera, settings]) => [camera, planOf(camera, settings)]))
}
