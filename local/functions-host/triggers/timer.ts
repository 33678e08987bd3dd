import { optionText } from '../app/app-settings.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import type { TriggerCall, TriggerListener, TriggerType } from '../invocation/binding-types.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { runWithRetries } from '../invocation/retry.ts'
import { parseSchedule, type Schedule } from './schedule.ts'
import { neverRan, openTimerStatus, type TimerStatus } from './timer-status.ts'

// setTimeout counts in 31 bits.
const longestWaitMilliseconds = 2 ** 31 - 1

export const timerTrigger: TriggerType = {
  listen: async (fn, host) => startTimer(fn, host),
  callByHand: (fn) => timerCall(openSchedule(fn).next(new Date()), undefined, false),
}

/**
 * Runs a function at its times. One run at a time: an occurrence that comes while it still runs is left out. An
 * occurrence that was missed while the host was down is run at the start, once, marked as past due.
 */
function startTimer(fn: RegisteredFunction, host: HostContext): TriggerListener {
  const schedule = openSchedule(fn)
  const statusFile = openTimerStatus(host.stateFolder, fn.name)
  const isMonitored = fn.trigger['useMonitor'] !== false
  let status = isMonitored ? knownStatus(statusFile.read(), schedule) : undefined
  if (status !== undefined) statusFile.write(status)
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  function waitFor(next: Date): void {
    if (host.stopping.aborted) return
    const left = next.getTime() - Date.now()
    if (left > longestWaitMilliseconds) timer = setTimeout(() => waitFor(next), longestWaitMilliseconds)
    else timer = setTimeout(() => run(next, false, `Timer fired at ${new Date().toISOString()}`), Math.max(left, 1))
  }

  function run(occurrence: Date, isPastDue: boolean, reason: string): void {
    running = execute(occurrence, isPastDue, reason).then(() => waitFor(schedule.next(new Date())))
  }

  async function execute(occurrence: Date, isPastDue: boolean, reason: string): Promise<void> {
    const startedAt = new Date()
    const call = timerCall(occurrence, status, isPastDue)
    const outcome = await runWithRetries(fn.metadata.retryOptions, (retry) => host.invoke(fn, call, reason, retry), host.stopping)
    if (outcome === undefined || !isMonitored) return
    const ranAt = later(startedAt, occurrence)
    status = newStatus(ranAt, ranAt, schedule)
    statusFile.write(status)
  }

  const due = status === undefined ? undefined : new Date(status.Next)
  if (due !== undefined && due.getTime() <= Date.now()) {
    host.log(`Function 'Functions.${fn.name}' is past due on startup. Executing now.`)
    run(due, true, 'Timer was past due on startup.')
  } else if (fn.trigger['runOnStartup'] === true) {
    run(new Date(), false, 'Timer runs on startup.')
  } else {
    waitFor(due ?? schedule.next(new Date()))
  }
  return {
    stop: async () => {
      clearTimeout(timer)
      await running
    },
  }
}

const openSchedule = (fn: RegisteredFunction): Schedule => parseSchedule(optionText(fn.trigger['schedule']))

/** The stored status, unless the schedule was changed since: then what was due by the old one does not count. */
function knownStatus(stored: TimerStatus | undefined, schedule: Schedule): TimerStatus {
  if (stored === undefined) return newStatus(undefined, new Date(), schedule)
  const expected = schedule.next(new Date(stored.Last === neverRan ? stored.LastUpdated : stored.Last))
  return expected.toISOString() === stored.Next ? stored : { ...newStatus(undefined, new Date(), schedule), Last: stored.Last }
}

function newStatus(last: Date | undefined, now: Date, schedule: Schedule): TimerStatus {
  return { Last: last?.toISOString() ?? neverRan, Next: schedule.next(now).toISOString(), LastUpdated: now.toISOString() }
}

// A timer may fire some milliseconds early; its next occurrence is never the one that it just served.
const later = (a: Date, b: Date) => (a.getTime() > b.getTime() ? a : b)

function timerCall(occurrence: Date, status: TimerStatus | undefined, isPastDue: boolean): TriggerCall {
  const info = { Schedule: { AdjustForDST: true }, ScheduleStatus: status ?? null, IsPastDue: isPastDue }
  return { data: { json: JSON.stringify(info) }, metadata: {}, bindingValues: { TimerTrigger: occurrence.toISOString() } }
}
