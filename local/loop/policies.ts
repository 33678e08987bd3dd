import type { NightPolicy } from '../../shared/domain/night-policy.ts'
import type { RunningFactory } from './factory.ts'
import type { WatchedRule } from './measure.ts'
import { site } from './play.ts'

/** A hand over the bench, held back from nobody: seen surely enough for a third of a second. */
export const watchedRule: WatchedRule = {
  ...{ label: 'hand', severity: 'critical', confidence: 0.3, anchor: 'centre', alarm: false, enabled: true },
  ...{ dwellSeconds: 0.3, releaseSeconds: 0.5, cooldownSeconds: 0 },
}

/** Distance of the pictures that a night takes out of an incident. */
export const insideMs = 300

/** A bench of one camera and a film of seconds: everything is looked at more closely than a plant would. */
const sampling: Partial<NightPolicy['sampling']> = { insideMs, outsideMs: 1000, outsideKeyframesOnly: false, nearDuplicateBits: -1 }

/** What people of the site would have set; nothing here is new to the product. */
export async function setPolicies(
  factory: RunningFactory,
  options: { minutes: number; unsure: number; unanalysed: number },
): Promise<void> {
  const [scientist, engineer] = [factory.as('data-scientist'), factory.as('iot-engineer')]
  const { minutes, unsure, unanalysed } = options
  await scientist.put(`sites/${site}/night-policy`, {
    ...{ sampling: { ...sampling, unsure, unanalysed }, goldShare: 0, secondOpinionShare: 0 },
    // Of six takes none is left for choosing thresholds: the usual ones do, and a hand more is learned from.
    ...{ validateShare: 0, testShare: 0.15, enabled: false },
  })
  await scientist.put(`sites/${site}/training-policy`, { minutes, leastFrames: 10 })
  await engineer.put(`sites/${site}/rollout-policy`, {
    ...{ rings: [{ name: 'all', share: 1 }], bakeSeconds: 5, takeSeconds: 180, lookSeconds: 1, approvals: 1 },
  })
}

/** The rule that is watched, instead of those that the console made up. */
export async function setRule(factory: RunningFactory, camera: string): Promise<void> {
  const api = factory.as('iot-engineer')
  const { items } = await api.get<{ items: { id: string }[] }>(`sites/${site}/rules`)
  for (const { id } of items) await api.remove(`sites/${site}/rules/${id}`)
  await api.put(`sites/${site}/rules/hand-in-view`, { name: 'Hand in view', rule: { ...watchedRule, camera } })
}
