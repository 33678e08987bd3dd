import { crashPoint } from '../crash-point.ts'
import { hoursOfDay } from '../domain/camera-uptime.ts'
import { emptyHour, type HourFacts, hoursOfHealth, hoursOfInference, mergeHours } from '../domain/hour-facts.ts'
import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'
import type { InsightSite } from './gather-hours.ts'
import { inParallel } from './in-parallel.ts'

const hourMs = 3_600_000
/** A message of an hour may be filed a little after it. */
const filedLaterMs = 2 * 60_000
const readsAtOnce = 4

type RecountPorts = Pick<Ports, 'insights' | 'inferences' | 'healthHistory' | 'devices'>

/**
 * Counts some hours of the days that were asked for again from the stored messages: all objects, and of the cameras' state
 * what the devices' history still has. Answers the days that are done.
 *
 * @param most So many hours at once; what is left waits for the next time
 */
export async function recountDays(ports: RecountPorts, site: InsightSite, most: number): Promise<string[]> {
  const done: string[] = []
  let left = most
  for (const { day, from = '' } of await ports.insights.recounts(site.id)) {
    const due = hoursOfDay(day, site.timeZone).filter(({ startsAt }) => startsAt >= from)
    for (const { startsAt } of due.slice(0, left)) {
      await recountHour(ports, site, startsAt)
      await ports.insights.saveRecount(site.id, day, after(startsAt))
      crashPoint('insights-recounted')
    }
    if (due.length <= left) done.push(day)
    left = Math.max(0, left - due.length)
  }
  return done
}

async function recountHour(ports: RecountPorts, site: InsightSite, startsAt: string): Promise<void> {
  const { insights, inferences, healthHistory, devices } = ports
  const to = new Date(Date.parse(startsAt) + hourMs + filedLaterMs).toISOString()
  const known = await insights.hours({ site: site.id, from: startsAt, to: after(startsAt) })
  // What was seen is counted from nothing; what was said of cameras is kept, since its messages are not.
  const hours = new Map<Id, HourFacts>(known.map((hour) => [hour.camera, { ...hour, tracks: {} }]))
  const gather = (found: readonly HourFacts[]) => {
    for (const hour of found.filter((one) => one.startsAt === startsAt))
      hours.set(hour.camera, mergeHours(hours.get(hour.camera) ?? emptyHour(site.id, hour.camera, startsAt), hour))
  }
  const own = (await devices.list()).filter((device) => device.site === site.id)
  await inParallel(own, readsAtOnce, async ({ id }) => {
    for (const health of await healthHistory.read(id, startsAt, to)) gather(hoursOfHealth(health, site))
  })
  await inParallel(hours.keys(), readsAtOnce, async (camera) => {
    for await (const { message, time } of inferences.read({ site: site.id, camera, from: startsAt, to }))
      gather(hoursOfInference(message, time, site))
  })
  for (const hour of hours.values()) await insights.saveHour(hour)
}

function after(startsAt: string): string {
  return new Date(Date.parse(startsAt) + 1).toISOString()
}
