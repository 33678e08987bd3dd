import type { Id, Instant } from './ids.ts'
import { monitors, mostGapMinutes } from './monitor-defaults.ts'
import { type MonitorKind, type MonitorPolicy, type MonitorSettings, type Track, type Tracks, trackKey } from './monitor-policy.ts'

/** How one thing is now. */
export interface Observation {
  readonly kind: MonitorKind
  readonly subject: string
  /** In the monitor's unit; undefined = it cannot be told now, and whatever was known stays. */
  readonly value: number | undefined
  /** Of what should get on: how it looks. Then the value is the minutes since it last looked otherwise, less the allowance. */
  readonly mark?: string
  readonly allowanceMinutes?: number
  readonly summary: string
  readonly link: string
  readonly sampleSize?: number
  /** What would do, worked out: for `scale-hint`. */
  readonly hint?: string
}

export interface Look {
  readonly observations: readonly Observation[]
  /** Monitors that saw all that there is to see: what they do not mention is gone. */
  readonly looked: readonly MonitorKind[]
}

/** Something that is wrong now, with how it came. */
export interface Finding {
  readonly site: Id
  readonly settings: MonitorSettings
  readonly observation: Observation
  readonly value: number
  readonly since: Instant
  readonly points: Track['points']
}

export interface Judgement {
  readonly tracks: Tracks
  /** To be raised; also those that are open, with newer figures. */
  readonly wrong: readonly Finding[]
  /** To be cleared. */
  readonly over: readonly { readonly kind: MonitorKind; readonly subject: string }[]
}

interface Known {
  readonly site: Id
  readonly policy: MonitorPolicy
  readonly tracks: Tracks
  /** Notices of monitors that are not over. */
  readonly open: readonly { readonly kind: string; readonly subject: string }[]
  readonly now: Instant
}

const mostPoints = 40

/**
 * What the monitors make of a look. Pure: the clock is an argument, so that days can be played in moments. Something is
 * wrong after it was at or above its threshold for its time without a break, and over after it was at or below the
 * lower one for the other time. Between the two thresholds nothing begins and nothing ends.
 */
export function judgeMonitors({ observations, looked }: Look, { site, policy, tracks, open, now }: Known): Judgement {
  const seen = new Map(observations.map((one) => [trackKey(one.kind, one.subject), one]))
  const isOpen = new Set(open.map(({ kind, subject }) => trackKey(kind, subject)))
  const next: Record<string, Track> = {}
  const wrong: Finding[] = []
  const over: { kind: MonitorKind; subject: string }[] = []
  for (const key of new Set([...seen.keys(), ...Object.keys(tracks), ...isOpen])) {
    const [kind, subject] = partsOf(key)
    if (!(kind in monitors)) continue
    const settings = policy.monitors[kind] ?? monitors[kind].defaults
    const track = tracks[key]
    if (!settings.enabled) {
      if (isOpen.has(key)) over.push({ kind, subject })
      continue
    }
    const observation = seen.get(key)
    const isGone = observation === undefined && looked.includes(kind)
    if ((observation === undefined && !isGone) || (observation?.value === undefined && observation?.mark === undefined && !isGone)) {
      if (track !== undefined) next[key] = track
      continue
    }
    const { track: moved, value } = move(track, observation, settings, now)
    if (isOpen.has(key)) {
      if (lasts(moved.calmSince, settings.clearMinutes, now)) over.push({ kind, subject })
      else if (observation !== undefined) wrong.push(finding(site, settings, observation, value, moved, now))
    } else if (observation !== undefined && lasts(moved.since, settings.forMinutes, now))
      wrong.push(finding(site, settings, observation, value, moved, now))
    const isWorthKeeping = moved.since !== undefined || moved.mark !== undefined || isOpen.has(key)
    if (isWorthKeeping) next[key] = moved
  }
  return { tracks: next, wrong, over }
}

/** How a track goes on with what was seen. What was not looked at for a while may have been anything meanwhile. */
function move(track: Track | undefined, observation: Observation | undefined, { above, clear }: MonitorSettings, now: Instant) {
  const known = track !== undefined && minutesBetween(track.seenAt, now) <= mostGapMinutes ? track : undefined
  const mark = observation?.mark
  const markedAt = mark === undefined ? undefined : track?.mark === mark ? track.markedAt : now
  const value =
    markedAt === undefined ? (observation?.value ?? 0) : Math.max(0, minutesBetween(markedAt, now) - (observation?.allowanceMinutes ?? 0))
  const since = value >= above ? (known?.since ?? now) : undefined
  const calmSince = value <= clear ? (known?.calmSince ?? now) : undefined
  const points = since === undefined && (known?.points.length ?? 0) === 0 ? [] : thinned([...(known?.points ?? []), { at: now, value }])
  const moved: Track = { since, calmSince, mark, markedAt, seenAt: now, points }
  return { track: moved, value }
}

/** Half of the points say the same of a course that goes on for long. */
function thinned(points: Track['points']): Track['points'] {
  return points.length <= mostPoints ? points : points.filter((_, index) => index % 2 === 0 || index === points.length - 1)
}

function finding(site: Id, settings: MonitorSettings, observation: Observation, value: number, track: Track, now: Instant): Finding {
  return { site, settings, observation, value, since: track.since ?? now, points: track.points }
}

function lasts(since: Instant | undefined, minutes: number, now: Instant): boolean {
  return since !== undefined && minutesBetween(since, now) >= minutes
}

function partsOf(key: string): [MonitorKind, string] {
  const space = key.indexOf(' ')
  return [key.slice(0, space) as MonitorKind, key.slice(space + 1)]
}

function minutesBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000
}
