import type { FrameGroup } from '../domain/frame-labels.ts'
import type { Id } from '../domain/ids.ts'
import type { TaskReason } from '../domain/labeling-task.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { visibleSites } from './visible-sites.ts'

export interface TaskCount {
  readonly site: Id
  readonly group: FrameGroup
  readonly reason: TaskReason
  readonly tasks: number
}

/** More than so many are counted as so many: nobody labels them in a day. */
const countedPerSite = 10_000

/** What waits for labelers, by site, group and reason. */
export async function countTasks(
  ports: Pick<Ports, 'labelTasks' | 'rosters'>,
  person: Principal,
  asked: Id | undefined,
): Promise<readonly TaskCount[]> {
  const counts = new Map<string, TaskCount>()
  for (const site of await visibleSites(ports, person, asked)) {
    for (const { group, reason, onlyFor } of await ports.labelTasks.waiting({ site, limit: countedPerSite })) {
      // One with a known answer is a copy of a task that is done.
      if (onlyFor !== undefined) continue
      const key = `${site} ${group} ${reason}`
      counts.set(key, { site, group, reason, tasks: (counts.get(key)?.tasks ?? 0) + 1 })
    }
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count)
}
