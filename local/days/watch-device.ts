import { judgeMonitors, type Observation } from '../../shared/domain/judge-monitors.ts'
import type { Tracks } from '../../shared/domain/monitor-policy.ts'
import { between } from '../line/random.ts'
import { device, healthOf, place } from './messages.ts'
import type { Notice } from './notice.ts'
import { daySeconds, startMs } from './plant.ts'

const minute = 60
/** What every network does now and then: a pause of some minutes each day, and then what has gathered goes out. */
const pauseSeconds = [60, 390] as const
const messagesASecond = 1.5
const catchUpASecond = 60

interface Heard {
  readonly at: number
  readonly queueDepth: number
  readonly diskUsedBytes: number
  readonly diskQuotaBytes: number
}

/**
 * A device that is well, as the monitors of the plant see it minute by minute: it says how it is every 30 seconds, but for a pause a
 * day; its disk fills with what the archive then takes.
 */
export function watchDevice(seed: number, fromSeconds: number, toSeconds: number): Notice[] {
  let tracks: Tracks = {}
  const open = new Map<string, { kind: string; subject: string }>()
  const notices: Notice[] = []
  for (let now = fromSeconds; now < toSeconds; now += minute) {
    const look = { observations: observe(heardLast(seed, now), now), looked: ['device-silent', 'device-disk', 'device-backlog'] as const }
    const instant = new Date(startMs + now * 1000).toISOString()
    const known = { site: place.site, policy: { revision: 0, monitors: {} }, tracks, open: [...open.values()], now: instant }
    const judged = judgeMonitors(look, known)
    tracks = judged.tracks
    for (const { kind } of judged.over) open.delete(kind)
    for (const { observation } of judged.wrong) {
      const { kind, subject } = observation
      if (!open.has(kind)) notices.push({ by: 'devices', monitor: kind, at: now })
      open.set(kind, { kind, subject })
    }
  }
  return notices
}

/** The newest word of the device. */
function heardLast(seed: number, now: number): Heard {
  const day = Math.floor(now / daySeconds)
  const pausedAt = day * daySeconds + Math.floor(between(seed, 'pause at', day, 0, daySeconds - 3600))
  const lasts = Math.floor(between(seed, 'pause lasts', day, ...pauseSeconds))
  const isPaused = now >= pausedAt && now < pausedAt + lasts
  const at = (isPaused ? pausedAt : now) - (now % 30)
  const gathered = lasts * messagesASecond
  const since = now - pausedAt - lasts
  const queueDepth = isPaused || since < 0 ? 0 : Math.max(0, Math.round(gathered - since * catchUpASecond))
  const hourOfDay = (now % daySeconds) / 3600
  const { message } = healthOf(at, undefined, { queueDepth, diskUsedBytes: 1e9 + 0.15e9 * hourOfDay })
  return { at, queueDepth: message.queueDepth, diskUsedBytes: message.diskUsedBytes, diskQuotaBytes: message.diskQuotaBytes }
}

function observe({ at, queueDepth, diskUsedBytes, diskQuotaBytes }: Heard, now: number): Observation[] {
  const subject = `device/${device}`
  const common = { subject, summary: subject, link: '/fleet' }
  return [
    { ...common, kind: 'device-silent', value: (now - at) / minute },
    { ...common, kind: 'device-disk', value: diskUsedBytes / diskQuotaBytes },
    { ...common, kind: 'device-backlog', value: queueDepth },
  ]
}
