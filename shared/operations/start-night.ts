import { wallClock } from '../domain/due-nights.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { LocalDate, Night } from '../domain/night.ts'
import { nightId } from '../domain/night-id.ts'
import { noProgress } from '../domain/night-progress.ts'
import type { Ports } from '../ports.ts'

export interface NightRequest {
  readonly site: Id
  /** By the clock on the site's wall; today where none is given. */
  readonly date?: LocalDate | undefined
  /** Another run of a date that has had one. */
  readonly again?: boolean | undefined
  /** Id of the person, or `timer`. */
  readonly startedBy: string
}

export type StartPorts = Pick<Ports, 'nights' | 'rosters' | 'orchestrations' | 'clock' | 'audit'>

/** Marks come before their facts, so a night looks again at what was marked just before the last one looked. */
const overlapMs = 10 * 60_000
const maxRounds = 50

/**
 * Starts the night of a site and date. The row decides: of many starts at once one writes it, and all of them answer
 * with it. A start that dies between the row and the engine is made up for by the next, and by the timer.
 *
 * @throws Fault `not-found` for a site that nobody has set up, `input-invalid` for a date that has not come yet
 */
export async function startNight(ports: StartPorts, request: NightRequest): Promise<{ night: Night; isNew: boolean }> {
  const roster = await ports.rosters.find(request.site)
  if (roster === undefined) throw new Fault('not-found', `There is no site ${request.site}.`)
  const now = ports.clock()
  const today = wallClock(now, roster.site.timeZone).date
  const date = request.date ?? today
  if (date > today) throw new Fault('input-invalid', `date: at ${request.site} it is ${today}.`)

  const { night, isNew } = await claimRun(ports, request, date, now)
  if (isNew) await record(ports, night)
  const input = { site: night.site, night: night.id }
  if (night.state === 'running') await ports.orchestrations.start('nightly-data-preparation', night.id, input)
  return { night, isNew }
}

/** Inserts the row of the run, or finds the one that is there already. */
async function claimRun(ports: StartPorts, request: NightRequest, date: LocalDate, now: Date): Promise<{ night: Night; isNew: boolean }> {
  const { nights } = ports
  for (let round = 0; round < maxRounds; round++) {
    const last = (await nights.ofDate(request.site, date))?.value
    if (last !== undefined && (last.state === 'running' || request.again !== true)) return { night: last, isNew: false }
    const key = { site: request.site, date, number: (last?.number ?? 0) + 1 }
    const night: Night = {
      ...{ id: nightId(key), ...key, state: 'running', startedAt: now.toISOString(), startedBy: request.startedBy },
      from: lookBack(await nights.watermark(request.site)),
      ...{ progress: noProgress, problems: [], problemCount: 0 },
    }
    try {
      await nights.save(night, undefined)
      return { night, isNew: true }
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'night-changed')) throw error
    }
  }
  throw new Fault('night-changed', `Lost ${maxRounds} rounds.`)
}

function lookBack(watermark: Instant | undefined): Instant | undefined {
  return watermark === undefined ? undefined : new Date(Date.parse(watermark) - overlapMs).toISOString()
}

function record({ audit }: StartPorts, night: Night): Promise<void> {
  return audit.append(night.site, {
    at: night.startedAt,
    who: night.startedBy === 'timer' ? 'system' : night.startedBy,
    action: 'night-started',
    subject: `night/${night.id}`,
    detail: { date: night.date, number: night.number },
  })
}
