import type { Detection } from '../domain/detection.ts'
import type { SiteRule } from '../domain/fleet.ts'
import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import { thresholdOf } from '../domain/object-truth.ts'
import { endOf, planWindows, type ReplayWindow, timesWithin, windowAt } from '../domain/plan-replay.ts'
import type { Recording } from '../domain/recording.ts'
import type { RaisedIncident, ReplayedIncident } from '../domain/replay-figures.ts'
import type { Ports } from '../ports.ts'
import { createRuleEngine } from '../rules/rule-engine.ts'
import { createTracker } from '../vision/tracker.ts'
import type { LoadedContender } from './load-contender.ts'
import { recordingsOverlapping } from './recordings-overlapping.ts'
import { type SeenPicture, seeInTandem } from './see-in-tandem.ts'

export type ReplayPorts = Pick<Ports, 'modelRunner' | 'recordings' | 'videoArchive' | 'splitVideo' | 'scratch' | 'fleet'>

export interface Replay {
  /** Those whose frames were there to be analysed. */
  readonly judged: readonly ReplayedIncident[]
  /** For each model. */
  readonly raised: readonly (readonly RaisedIncident[])[]
}

/** Finer than the frames of an exporter, coarser than memory. */
const jpegQscale = 3
/** A recording's file may begin a little before or after the time that it is filed under. */
const slackMs = 500

interface Stamp {
  readonly window: ReplayWindow
  readonly atMs: number
}

/**
 * Plays judged incidents again: decodes their archived recordings once, at the rate at which the camera is analysed, and lets
 * each model, the tracker and the site's rules say what they would have raised. Recordings that are gone or damaged are left
 * out, with the incidents that only they showed.
 */
export async function replayIncidents(
  ports: ReplayPorts,
  site: Id,
  incidents: readonly Incident[],
  contenders: readonly LoadedContender[],
): Promise<Replay> {
  const rules = await ports.fleet.rules(site)
  const cameras = new Map((await ports.fleet.cameras(site)).map((camera) => [camera.id, camera]))
  const windows = planWindows(incidents, rules)
  if (windows.length === 0) return { judged: [], raised: contenders.map(() => []) }
  const intervalOf = (camera: Id) => 1000 / (cameras.get(camera)?.settings.framesPerSecond ?? 10)
  const stamps: Stamp[] = []
  const seen = await seeInTandem(
    ports,
    contenders.map(({ folder }) => folder),
    async (add) => {
      for (const recording of await recordingsOf(ports, site, windows)) {
        const times = timesWithin(recording, windows, intervalOf(recording.camera))
        await decode(ports, recording, times, async (jpeg, ptsMs) => {
          const atMs = Date.parse(recording.startedAt) + Math.round(ptsMs)
          const window = windowAt(windows, recording.camera, atMs)
          if (window === undefined) return
          stamps.push({ window, atMs })
          await add(jpeg)
        })
      }
    },
  )
  return {
    judged: incidents.flatMap((incident) => (isShown(incident, stamps) ? [toReplayed(incident)] : [])),
    raised: contenders.map((contender, index) => raise(contender, windows, stamps, seen[index] ?? [], rules, intervalOf)),
  }
}

async function recordingsOf(ports: ReplayPorts, site: Id, windows: readonly ReplayWindow[]): Promise<Recording[]> {
  const found = new Map<Id, Recording>()
  for (const { camera, fromMs, toMs } of windows) {
    const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
    for await (const recording of recordingsOverlapping(ports, { site, camera, from, to })) found.set(recording.id, recording)
  }
  // Frames of a camera must come in the order of time.
  return [...found.values()].sort((a, b) => (a.startedAt === b.startedAt ? (a.id < b.id ? -1 : 1) : a.startedAt < b.startedAt ? -1 : 1))
}

async function decode(
  { videoArchive, scratch, splitVideo }: ReplayPorts,
  { path }: Recording,
  times: readonly number[],
  onFrame: (jpeg: Uint8Array, ptsMs: number) => Promise<void>,
): Promise<void> {
  if (times.length === 0 || (await videoArchive.size(path)) === undefined) return
  await scratch.use(async (file) => {
    await videoArchive.fetch(path, file.path)
    await splitVideo({ file: file.path, times, keyframeTimes: [], jpegQscale }, ({ jpeg, ptsMs }) => onFrame(jpeg, ptsMs))
  })
}

function isShown({ camera, startedAt, ...incident }: Incident, stamps: readonly Stamp[]): boolean {
  const [fromMs, toMs] = [Date.parse(startedAt) - slackMs, Date.parse(endOf({ camera, startedAt, ...incident })) + slackMs]
  return stamps.some(({ window, atMs }) => window.camera === camera && atMs >= fromMs && atMs <= toMs)
}

function toReplayed(incident: Incident): ReplayedIncident {
  const { id, camera, rule, startedAt, verdict } = incident
  return { incident: id, camera, rule, startedAt, endedAt: endOf(incident), verdict: verdict === 'confirmed' ? 'confirmed' : 'rejected' }
}

/** Each window for itself: what lies between two of them was not looked at. */
function raise(
  { under }: LoadedContender,
  windows: readonly ReplayWindow[],
  stamps: readonly Stamp[],
  seen: readonly SeenPicture[],
  siteRules: readonly SiteRule[],
  intervalOf: (camera: Id) => number,
): RaisedIncident[] {
  const rules = Object.fromEntries(siteRules.map(({ id, rule }) => [id, rule]))
  const isSure = ({ label, confidence }: Detection) => confidence >= thresholdOf(under, label)
  return windows.flatMap((window) => {
    const { camera } = window
    const engine = createRuleEngine({ device: 'replay', camera, rules, frameIntervalMs: intervalOf(camera) })
    const tracker = createTracker()
    const changes = stamps.flatMap(({ window: own, atMs }, index) => {
      if (own !== window) return []
      const detections = tracker.track((seen[index]?.detections ?? []).filter(isSure), atMs)
      return engine.observe({ atMs, ptsMs: 0, streamPtsMs: 0, detections })
    })
    return [...changes, ...engine.finish()].flatMap(({ phase, run }) =>
      phase === 'closed' ? [{ camera, rule: run.rule, from: iso(run.startedAtMs), to: iso(run.lastSeenMs) }] : [],
    )
  })
}

const iso = (ms: number) => new Date(ms).toISOString()
