import { answeredId, eventType, type FailureDetails, type HistoryEvent } from '../history-events.ts'
import type { Action, RetryPolicy } from './actions.ts'
import type { OpenTask, Plan } from './plan.ts'
import { OrchestrationRefused } from './plan.ts'

/** What has to be done under a sequence number that an answer brought about. */
export type FollowUp =
  | { readonly kind: 'timer'; readonly id: number; readonly fireAt: number }
  | { readonly kind: 'again'; readonly id: number; readonly leaf: number }
  | { readonly kind: 'poll'; readonly id: number; readonly leaf: number; readonly url: string }
  | { readonly kind: 'fail'; readonly id: number; readonly leaf: number; readonly failure: HistoryEvent }

export interface TimerLimits {
  /** Milliseconds; a timer further away is a chain of shorter ones. */
  readonly maximum: number
  readonly interval: number
  /** Pause between two polls of an HTTP call that names none. */
  readonly httpPause: number
}

// So many failures without a run would be written one by one; see `isOver` below.
const maxPhantomAttempts = 1000

/** Whether the library allots new sequence numbers when it is given this event. */
export function allotsNumbers(event: HistoryEvent, plan: Plan): boolean {
  const task = plan.open[answeredId(event) ?? '']
  if (task === undefined) return false
  if (task.kind === 'http') return task.phase === 'work' && event.EventType === eventType.taskCompleted
  if (task.kind === 'long-timer') return true
  return event.EventType !== eventType.taskCompleted && event.EventType !== eventType.subOrchestrationCompleted
}

/**
 * Takes an answer to a task of several sequence numbers and allots the next ones, as the library does before it lets the
 * orchestrator go on.
 */
export function followUp(
  event: HistoryEvent,
  plan: Plan,
  actionOf: (leaf: number) => Action,
  now: number,
  limits: TimerLimits,
): FollowUp | undefined {
  const id = answeredId(event) ?? -1
  const task = plan.open[id]
  if (task === undefined) return undefined
  delete plan.open[id]
  const action = actionOf(task.leaf)
  if (task.kind === 'long-timer') return nextHop(plan, task, Number(new Date(action.fireAt ?? 0)), now, limits)
  if (task.kind === 'http') return followHttp(event, plan, task, action, now, limits)
  if (task.phase === 'pause') return nextAttempt(plan, task, action.retryOptions!)
  const isFailed = event.EventType === eventType.taskFailed || event.EventType === eventType.subOrchestrationFailed
  return isFailed ? pauseBeforeRetry(event, plan, task, action.retryOptions!, now) : undefined
}

function nextHop(plan: Plan, task: OpenTask, finalTime: number, now: number, limits: TimerLimits): FollowUp | undefined {
  if (finalTime <= now) return undefined
  const id = plan.nextId++
  plan.open[id] = task
  return { kind: 'timer', id, fireAt: hopEnd(finalTime, now, limits) }
}

/** When the first or next timer of a chain ends. */
export const hopEnd = (finalTime: number, now: number, { maximum, interval }: TimerLimits) =>
  finalTime - now > maximum ? now + interval : finalTime

function pauseBeforeRetry(event: HistoryEvent, plan: Plan, task: OpenTask, policy: RetryPolicy, now: number): FollowUp {
  const timeout = policy.retryTimeoutInMilliseconds
  const isExpired = timeout !== undefined && now - task.since >= timeout
  const isFinal = (event['FailureDetails'] as FailureDetails | undefined)?.IsNonRetriable === true
  const isOver = task.isOver || isExpired || isFinal
  if (isOver && policy.maxNumberOfAttempts - task.attempt > maxPhantomAttempts) {
    throw new OrchestrationRefused(
      `retryTimeoutInMilliseconds is over, but maxNumberOfAttempts is ${policy.maxNumberOfAttempts}: the library counts ` +
        'attempts alone and would wait for ever. Choose the two so that the attempts end first.',
    )
  }
  const isLast = task.attempt >= policy.maxNumberOfAttempts
  const id = plan.nextId++
  plan.open[id] = { ...task, phase: 'pause', isOver, failure: event }
  // The library waits for a timer after the last failure, too.
  return { kind: 'timer', id, fireAt: isLast || isOver ? now : now + delay(policy, task.attempt) }
}

function nextAttempt(plan: Plan, task: OpenTask, policy: RetryPolicy): FollowUp | undefined {
  if (task.attempt >= policy.maxNumberOfAttempts) return undefined
  const id = plan.nextId++
  plan.open[id] = { ...task, phase: 'work', attempt: task.attempt + 1 }
  return task.isOver ? { kind: 'fail', id, leaf: task.leaf, failure: task.failure! } : { kind: 'again', id, leaf: task.leaf }
}

/** Milliseconds before the try after the given one. */
export function delay(policy: RetryPolicy, attempt: number): number {
  const { firstRetryIntervalInMilliseconds: first, backoffCoefficient = 1, maxRetryIntervalInMilliseconds } = policy
  // Without a bound the power would reach Infinity.
  const longest = maxRetryIntervalInMilliseconds ?? 2 ** 42
  return Math.min(first * backoffCoefficient ** (attempt - 1), longest)
}

function followHttp(
  event: HistoryEvent,
  plan: Plan,
  task: OpenTask,
  action: Action,
  now: number,
  limits: TimerLimits,
): FollowUp | undefined {
  if (task.phase === 'pause') return { kind: 'poll', id: task.next!, leaf: task.leaf, url: task.url! }
  if (event.EventType !== eventType.taskCompleted) return undefined
  const answer = JSON.parse(event.Result!) as { statusCode: number; headers: Record<string, string> }
  const { location, 'retry-after': seconds } = answer.headers
  if (answer.statusCode !== 202 || !location) return undefined
  const id = plan.nextId++
  const next = plan.nextId++
  const url = new URL(location, task.url ?? action.httpRequest?.uri).href
  plan.open[id] = { ...task, phase: 'pause', next, url }
  plan.open[next] = { ...task, phase: 'work', url }
  // A date instead of seconds is not understood by the library either.
  const pause = /^\d+$/.test(seconds ?? '') ? Number(seconds) * 1000 : limits.httpPause
  return { kind: 'timer', id, fireAt: now + pause }
}
