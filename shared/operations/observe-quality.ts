import type { DeviceHealth } from '../domain/device-health.ts'
import { wallClock } from '../domain/due-nights.ts'
import type { Id } from '../domain/ids.ts'
import type { QualityHour } from '../domain/quality-hour.ts'
import { summarizeQualityHour } from '../domain/summarize-quality-hour.ts'
import type { Ports } from '../ports.ts'

export type ObservePorts = Pick<Ports, 'fleet' | 'rosters' | 'healthHistory' | 'inferences' | 'quality'>

const hourMs = 3_600_000
/** Health is kept for three days, so there is nothing to gain farther back; what a stop of a day left out is made up for. */
const lookBackHours = 48
/** Messages of an hour's last moments are still on their way. */
const settleMs = 10 * 60_000
/** A message is filed under the time at which it was sent, a few seconds after its frames. */
const sentWithinMs = 60_000

/**
 * Turns the hours that are over, and that nobody has looked at yet, into numbers. Done again it finds nothing to do; killed in
 * its middle it goes on.
 *
 * @param timeZone Of the site: a plant's day goes by its wall
 */
export async function observeQuality(ports: ObservePorts, site: Id, timeZone: string, now: Date): Promise<number> {
  const last = Math.floor((now.getTime() - settleMs) / hourMs) * hourMs
  return observeHours(ports, { site, timeZone, fromMs: last - lookBackHours * hourMs, toMs: last, isAnew: false })
}

export interface HoursWanted {
  readonly site: Id
  readonly timeZone: string
  /** Full hours. */
  readonly fromMs: number
  readonly toMs: number
  /** Work out again what is there already. */
  readonly isAnew: boolean
}

/** Answers how many hours were worked out, over all cameras. */
export async function observeHours(ports: ObservePorts, { site, timeZone, fromMs, toMs, isAnew }: HoursWanted): Promise<number> {
  const cameras = await ports.fleet.cameras(site)
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  const known = new Set<string>()
  if (!isAnew) {
    for (const { id } of cameras) {
      for (const { hour } of await ports.quality.hours({ site, camera: id, from, to })) known.add(`${id}\n${hour}`)
    }
  }
  let count = 0
  for (let hourStart = fromMs; hourStart < toMs; hourStart += hourMs) {
    const hour = new Date(hourStart).toISOString()
    const wanted = cameras.filter(({ id }) => !known.has(`${id}\n${hour}`))
    if (wanted.length === 0) continue
    const health = new Map<Id, readonly DeviceHealth[]>()
    const until = new Date(hourStart + hourMs).toISOString()
    for (const device of new Set(wanted.map((camera) => camera.device))) {
      health.set(device, await ports.healthHistory.read(device, hour, until))
    }
    const localHour = Number(wallClock(new Date(hourStart), timeZone).time.slice(0, 2))
    for (const { id: camera, device } of wanted) {
      const inferences = await readInferences(ports, site, camera, hourStart)
      const observed = summarizeQualityHour({ site, camera, hour, localHour, health: health.get(device) ?? [], inferences })
      if (isWorthKeeping(observed)) await ports.quality.saveHour(observed)
      count++
    }
  }
  return count
}

async function readInferences({ inferences }: ObservePorts, site: Id, camera: Id, hourStart: number) {
  const messages = []
  const query = { from: new Date(hourStart).toISOString(), to: new Date(hourStart + hourMs + sentWithinMs).toISOString() }
  for await (const { message } of inferences.read({ site, camera, ...query })) messages.push(message)
  return messages
}

/** An hour in which a camera was off says nothing, and what comes late may still fill it. */
function isWorthKeeping({ frames, levels }: QualityHour): boolean {
  return frames > 0 || Object.keys(levels).length > 0
}
