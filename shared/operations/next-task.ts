import { claimTask, isFree, type Labeler } from '../domain/answer-task.ts'
import { Fault } from '../domain/faults.ts'
import type { FrameGroup } from '../domain/frame-labels.ts'
import type { Id } from '../domain/ids.ts'
import { type LabelingTask, taskReasons } from '../domain/labeling-task.ts'
import type { Versioned } from '../domain/page.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports, WaitingTask } from '../ports.ts'
import { labelerOf } from './find-task.ts'
import { noteAsked, pickGold } from './pick-gold.ts'
import { visibleSites } from './visible-sites.ts'

export interface TaskWish {
  readonly site?: Id | undefined
  readonly camera?: Id | undefined
  readonly group?: FrameGroup | undefined
  readonly label?: string | undefined
  /** Tasks that the person has at hand already. */
  readonly except: readonly Id[]
}

type NextPorts = Pick<Ports, 'labelTasks' | 'labelerQuality' | 'nights' | 'rosters' | 'clock'>

/** So many of a site's newest tasks are looked at; more of them when the person has been through all of those. */
const lookedAt = [500, 10_000]

/** Claims the most urgent task for a person: what they had claimed already comes first. @returns undefined when nothing waits for them */
export async function nextTask(ports: NextPorts, person: Principal, wish: TaskWish): Promise<Versioned<LabelingTask> | undefined> {
  const by = labelerOf(ports, person)
  const sites = await visibleSites(ports, person, wish.site)
  for (const limit of lookedAt) {
    for (const { site, waiting } of await candidates(ports, sites, wish, by, limit)) {
      const claimed = await claim(ports, site, waiting, wish, by)
      if (claimed !== undefined) return claimed
    }
  }
  return undefined
}

interface Candidate {
  readonly site: Id
  readonly waiting: WaitingTask
}

async function candidates(ports: NextPorts, sites: readonly Id[], wish: TaskWish, by: Labeler, limit: number): Promise<Candidate[]> {
  const found = await Promise.all(
    sites.map(async (site) => {
      const waiting = await ports.labelTasks.waiting({ site, camera: wish.camera, limit })
      return waiting.map((task): Candidate => ({ site, waiting: task }))
    }),
  )
  return found
    .flat()
    .filter(({ waiting }) => isWanted(waiting, wish) && isFree(waiting, by))
    .sort((a, b) => urgency(a.waiting, by) - urgency(b.waiting, by))
}

function isWanted({ id, group, camera, labels }: Pick<WaitingTask, 'id' | 'group' | 'camera' | 'labels'>, wish: TaskWish): boolean {
  if (wish.except.includes(id)) return false
  if (wish.group !== undefined && wish.group !== group) return false
  if (wish.camera !== undefined && wish.camera !== camera) return false
  return wish.label === undefined || labels.includes(wish.label)
}

function urgency({ lease, reason }: WaitingTask, { who, at }: Labeler): number {
  return lease?.who === who && lease.until > at ? -1 : taskReasons.indexOf(reason)
}

async function claim(
  ports: NextPorts,
  site: Id,
  waiting: WaitingTask,
  wish: TaskWish,
  by: Labeler,
): Promise<Versioned<LabelingTask> | undefined> {
  const found = await ports.labelTasks.find(waiting.id)
  if (found === undefined || found.value.state !== 'open') {
    await ports.labelTasks.forget(site, waiting)
    return undefined
  }
  const isTheirs = found.value.lease?.who === by.who && found.value.lease.until > by.at
  const isKept = isTheirs || by.isScientist || found.value.gold !== undefined
  const gold = isKept ? undefined : await pickGold(ports, found.value, by, (task) => isWanted(task, wish))
  try {
    const task = claimTask(gold ?? found.value, by)
    const version = await ports.labelTasks.save(task, gold === undefined ? found.version : undefined)
    if (!isTheirs) await noteAsked(ports, task, by.who)
    return { value: task, version }
  } catch (error) {
    // Somebody else was faster: the next one, then.
    if (error instanceof Fault && error.code === 'task-changed') return undefined
    throw error
  }
}
