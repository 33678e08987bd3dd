import type { SiteRule } from './fleet.ts'
import type { Id } from './ids.ts'
import type { Incident } from './incident.ts'
import type { Recording } from './recording.ts'

/** A stretch of a camera's time around judged incidents, in ms since 1970. */
export interface ReplayWindow {
  readonly camera: Id
  readonly fromMs: number
  readonly toMs: number
}

/** Before an incident the rules need their dwell time, and a moment more; a long incident need not be played to its end. */
const [leadMs, tailMs, longestMs] = [3000, 2000, 45_000]

/** Stretches to play again, by camera and time; those that overlap are one. Incidents whose rule is gone cannot be played. */
export function planWindows(incidents: readonly Incident[], rules: readonly SiteRule[]): ReplayWindow[] {
  const windows = incidents.flatMap((incident) => {
    const rule = rules.find(({ id }) => id === incident.rule)?.rule
    if (rule === undefined || !rule.enabled || rule.camera !== incident.camera) return []
    const startMs = Date.parse(incident.startedAt)
    const endMs = Math.min(Date.parse(endOf(incident)), startMs + longestMs)
    const fromMs = startMs - rule.dwellSeconds * 1000 - leadMs
    return [{ camera: incident.camera, fromMs, toMs: endMs + rule.releaseSeconds * 1000 + tailMs }]
  })
  windows.sort((a, b) => (a.camera === b.camera ? a.fromMs - b.fromMs : a.camera < b.camera ? -1 : 1))
  const merged: ReplayWindow[] = []
  for (const window of windows) {
    const last = merged.at(-1)
    if (last === undefined || last.camera !== window.camera || window.fromMs > last.toMs) merged.push(window)
    else merged[merged.length - 1] = { ...last, toMs: Math.max(last.toMs, window.toMs) }
  }
  return merged
}

/** When an incident was over, or last known to go on. */
export function endOf({ endedAt, peak }: Incident): string {
  return endedAt ?? peak.at
}

/** Times of a recording's frames that lie in the windows, in ms after its start, as far apart as the camera analyses them. */
export function timesWithin(recording: Recording, windows: readonly ReplayWindow[], intervalMs: number): number[] {
  const [startMs, endMs] = [Date.parse(recording.startedAt), Date.parse(recording.endedAt)]
  const times: number[] = []
  for (let index = 0; index * intervalMs < endMs - startMs; index++) {
    const atMs = startMs + index * intervalMs
    if (windowAt(windows, recording.camera, atMs) !== undefined) times.push(index * intervalMs)
  }
  return times
}

export function windowAt(windows: readonly ReplayWindow[], camera: Id, atMs: number): ReplayWindow | undefined {
  return windows.find((window) => window.camera === camera && atMs >= window.fromMs && atMs <= window.toMs)
}
