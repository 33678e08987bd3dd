import { useApi } from '../../../api/use-api.ts'
import type { Task } from './task.ts'

/** What can be on a frame, in an order that stays from frame to frame: the keys 1 to 9 must mean the same on each. */
export function useLabels({ site, labels, suggestions, known, proposals }: Task): readonly string[] {
  const rules = useApi('listRules', { params: { site } })
  const ofSite = new Set(rules.data?.items.map(({ rule }) => rule.label).sort())
  const ofTask = [...labels, ...[...suggestions, ...known, ...proposals.flat()].map(({ label }) => label)]
  return [...ofSite, ...new Set(ofTask.filter((label) => !ofSite.has(label)).sort())]
}
