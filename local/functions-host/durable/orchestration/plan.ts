import type { HistoryEvent } from '../history-events.ts'
import { type Action, type Leaf, spreadOut } from './actions.ts'

/** A task that takes more than one sequence number in its life: with retries, a timer beyond the limit, HTTP with polling. */
export interface OpenTask {
  /** Index of its leaf in the list of actions. */
  readonly leaf: number
  readonly kind: 'retry' | 'long-timer' | 'http'
  /** What is awaited now: the work itself or the pause before its next try. */
  readonly phase: 'work' | 'pause'
  /** Tries so far, this one included. */
  readonly attempt: number
  /** When the first try was asked for. */
  readonly since: number
  /** Retries are over: a try that the library still counts is answered with the last failure and not run. */
  readonly isOver?: boolean
  /** For the pause before a retry: the failure that it follows. */
  readonly failure?: HistoryEvent
  /** For the pause of an HTTP call: the number of the call that follows, and where it goes. */
  readonly next?: number
  readonly url?: string
}

/** What an execution of an orchestration has asked for so far, and under which sequence numbers. */
export interface Plan {
  nextId: number
  /** Labels of the spread-out actions, compared on every replay. */
  readonly labels: string[]
  /** The first sequence number of each; -1 = it has none. */
  readonly ids: number[]
  /** By the sequence number that is awaited. */
  readonly open: Record<string, OpenTask>
}

/** In the place of a plan: it has to be made anew from the history, see `rebuildPlan`. */
export const lostPlan = 'null'

export const emptyPlan = (): Plan => ({ nextId: 0, labels: [], ids: [], open: {} })

export interface NewLeaf extends Leaf {
  readonly index: number
  readonly id: number
}

/** The list of actions spread out, when it goes on from the plan as it must. Throws `OrchestrationRefused`. */
export function readActions(plan: Plan, actions: readonly Action[]): Leaf[] {
  refuseTwice(actions)
  const leaves = spreadOut(actions)
  refuseOtherThan(plan, leaves)
  return leaves
}

/** Appends what is new to the plan and gives it its sequence numbers. */
export function extendPlan(plan: Plan, all: readonly Leaf[]): NewLeaf[] {
  const added: NewLeaf[] = []
  for (const [index, leaf] of all.entries()) {
    if (index < plan.labels.length) continue
    const id = leaf.idCount === 0 ? -1 : plan.nextId
    plan.nextId += leaf.idCount
    plan.labels.push(leaf.label)
    plan.ids.push(id)
    added.push({ ...leaf, index, id })
  }
  return added
}

/** The orchestrator does what the cloud would get wrong; the message names it. */
export class OrchestrationRefused extends Error {}

function refuseOtherThan(plan: Plan, leaves: readonly Leaf[]): void {
  const index = plan.labels.findIndex((label, at) => label !== leaves[at]?.label)
  if (index === -1) return
  const asked = leaves[index] === undefined ? 'nothing more' : leaves[index].label
  throw new OrchestrationRefused(
    `Non-deterministic orchestrator: the history has ${plan.labels[index]} as number ${index + 1}, the code now asks for ${asked}. ` +
      'An orchestrator must ask for the same in the same order on every replay: no clock, no random, no I/O, and no change of its code while it runs.',
  )
}

/**
 * The cloud's side walks the list and would start a task again that stands in it twice, while the library waits for one.
 * The list holds the library's live objects, so the same task is the same object.
 */
function refuseTwice(actions: readonly Action[]): void {
  const seen = new Set<Action>()
  const visit = (action: Action) => {
    if (seen.has(action)) {
      const [leaf] = spreadOut([action])
      throw new OrchestrationRefused(
        `A task is used twice: ${leaf?.label} is part of a second Task.any or Task.all (or was yielded before). ` +
          'Azure would start it a second time. Make a new task for each race, and cancel the timer that lost.',
      )
    }
    seen.add(action)
    for (const each of action.compoundActions ?? []) visit(each)
  }
  for (const action of actions) visit(action)
}
