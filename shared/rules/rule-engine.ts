import { z } from 'zod'
import { Detection, Label } from '../domain/detection.ts'
import { Id, incidentId } from '../domain/ids.ts'
import { type Rule, Severity } from '../domain/rule.ts'
import { isInZone } from './zone.ts'

/** One analysed frame as the rules see it. Times are milliseconds since 1970 and rise from frame to frame. */
export interface Observation {
  readonly atMs: number
  /** What messages say. */
  readonly ptsMs: number
  /** What finds the picture again in the stream. */
  readonly streamPtsMs: number
  readonly detections: readonly Detection[]
}

const Moment = z.object({ atMs: z.number(), ptsMs: z.number(), streamPtsMs: z.number(), detection: Detection })

/** Detections of one rule that belong together. It is pending until it has been seen for the dwell time, then an incident. */
export const Run = z.object({
  incident: Id,
  rule: Id,
  label: Label,
  severity: Severity,
  alarm: z.boolean(),
  isOpen: z.boolean(),
  startedAtMs: z.number(),
  lastSeenMs: z.number(),
  seenMs: z.number(),
  absentMs: z.number(),
  peak: Moment,
  reported: z.object({ atMs: z.number(), confidence: z.number() }),
})
export type Run = z.infer<typeof Run>

/** What must outlive a restart of the module. */
export const RuleState = z.object({ runs: z.array(Run), quietUntilMs: z.record(Id, z.number()) })
export type RuleState = z.infer<typeof RuleState>

export interface IncidentChange {
  readonly phase: 'opened' | 'updated' | 'closed'
  readonly run: Readonly<Run>
}

export interface RuleEngine {
  observe(observation: Observation): IncidentChange[]
  /** Closes what is open, because nobody looks any more. */
  finish(): IncidentChange[]
  /** Runs that are pending or open. */
  runs(): readonly Readonly<Run>[]
  serialize(): RuleState
}

export interface RuleEngineOptions {
  readonly device: Id
  readonly camera: Id
  readonly rules: Readonly<Record<Id, Rule>>
  /** How far apart the frames usually are. */
  readonly frameIntervalMs: number
  readonly restored?: RuleState | undefined
}

/** Time without frames longer than this ends a run; shorter time counts neither as seen nor as gone. */
const maxUnwatchedMs = 60_000
const updateEveryMs = 10_000
const updateGain = 0.05
const holdShare = 0.7

/**
 * Turns detections into incidents. A run of detections begins at the rule's confidence, goes on down to the hold
 * confidence and over gaps up to the release time: one reach of a hand is one incident, however much the model wavers.
 * Pure: time comes with the frames alone.
 */
export function createRuleEngine(options: RuleEngineOptions): RuleEngine {
  const { device, camera, frameIntervalMs } = options
  const rules = Object.entries(options.rules).filter(([, rule]) => rule.camera === camera && rule.enabled)
  const runs = new Map<Id, Run>(options.restored?.runs.filter((run) => run.isOpen).map((run) => [run.rule, { ...run }]))
  const quietUntilMs = new Map<Id, number>(Object.entries(options.restored?.quietUntilMs ?? {}))
  let lastAtMs: number | undefined

  return {
    observe: (observation) => {
      // A clock that was set back must not make time run backwards within a run.
      const atMs = Math.max(observation.atMs, lastAtMs ?? observation.atMs)
      const passedMs = lastAtMs === undefined ? undefined : atMs - lastAtMs
      const isFirst = lastAtMs === undefined
      lastAtMs = atMs
      const orphans = isFirst ? [...runs.values()].filter(({ rule }) => !rules.some(([id]) => id === rule)) : []
      const ended = orphans.map((run) => close(run, atMs, 0))
      return [...ended, ...rules.flatMap(([id, rule]) => apply(id, rule, { ...observation, atMs }, passedMs))]
    },
    finish: () =>
      [...runs.values()].flatMap((run) => (run.isOpen ? [close(run, lastAtMs ?? run.lastSeenMs, cooldownOf(run.rule))] : drop(run))),
    runs: () => [...runs.values()],
    serialize: () => ({ runs: [...runs.values()], quietUntilMs: Object.fromEntries(quietUntilMs) }),
  }

  function apply(id: Id, rule: Rule, observation: Observation, passedMs: number | undefined): IncidentChange[] {
    const run = runs.get(id)
    const best = surest(observation.detections, rule, run === undefined ? rule.confidence : holdOf(rule))
    if (run === undefined) return best === undefined ? [] : begin(id, rule, observation, best)
    const watchedMs = passedMs !== undefined && passedMs <= Math.max(2000, 5 * frameIntervalMs) ? passedMs : 0
    if (observation.atMs - run.lastSeenMs - run.absentMs > maxUnwatchedMs && watchedMs === 0) return end(run, observation, rule)
    if (best === undefined) {
      run.absentMs += watchedMs
      return run.absentMs >= rule.releaseSeconds * 1000 ? end(run, observation, rule) : []
    }
    // Only the time between two sightings in a row is time in which the thing was seen.
    if (run.absentMs === 0) run.seenMs += watchedMs
    run.absentMs = 0
    run.lastSeenMs = observation.atMs
    if (best.confidence > run.peak.detection.confidence) run.peak = momentOf(observation, best)
    return advance(run, rule, observation.atMs)
  }

  function begin(id: Id, rule: Rule, observation: Observation, best: Detection): IncidentChange[] {
    if (observation.atMs < (quietUntilMs.get(id) ?? 0)) return []
    const { label, severity, alarm } = rule
    const { atMs } = observation
    const incident = incidentId(device, camera, id, new Date(atMs).toISOString())
    const run: Run = {
      ...{ incident, rule: id, label, severity, alarm, isOpen: false },
      ...{ startedAtMs: atMs, lastSeenMs: atMs, seenMs: 0, absentMs: 0 },
      peak: momentOf(observation, best),
      reported: { atMs, confidence: 0 },
    }
    runs.set(id, run)
    return advance(run, rule, atMs)
  }

  function advance(run: Run, rule: Rule, atMs: number): IncidentChange[] {
    const { confidence } = run.peak.detection
    const isDue = atMs - run.reported.atMs >= updateEveryMs && confidence >= run.reported.confidence + updateGain
    if (run.isOpen ? !isDue : run.seenMs < rule.dwellSeconds * 1000) return []
    const phase = run.isOpen ? 'updated' : 'opened'
    run.isOpen = true
    run.reported = { atMs, confidence }
    return [{ phase, run: { ...run } }]
  }

  function end(run: Run, { atMs }: Observation, rule: Rule): IncidentChange[] {
    return run.isOpen ? [close(run, atMs, rule.cooldownSeconds)] : drop(run)
  }

  function close(run: Run, atMs: number, cooldownSeconds: number): IncidentChange {
    drop(run)
    quietUntilMs.set(run.rule, atMs + cooldownSeconds * 1000)
    return { phase: 'closed', run: { ...run } }
  }

  function drop(run: Run): [] {
    runs.delete(run.rule)
    return []
  }

  function cooldownOf(id: Id): number {
    return rules.find(([other]) => other === id)?.[1].cooldownSeconds ?? 0
  }
}

/** Down to which confidence a run goes on. */
export function holdOf(rule: Rule): number {
  return rule.holdConfidence ?? holdShare * rule.confidence
}

function surest(detections: readonly Detection[], rule: Rule, least: number): Detection | undefined {
  return detections
    .filter(({ label, confidence, box }) => label === rule.label && confidence >= least && isInZone(box, rule))
    .reduce<Detection | undefined>((best, other) => (best === undefined || other.confidence > best.confidence ? other : best), undefined)
}

function momentOf({ atMs, ptsMs, streamPtsMs }: Observation, detection: Detection): Run['peak'] {
  return { atMs, ptsMs, streamPtsMs, detection }
}
