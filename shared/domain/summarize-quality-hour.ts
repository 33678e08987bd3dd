import type { DeviceHealth } from './device-health.ts'
import type { Id, Instant } from './ids.ts'
import type { InferenceMessage } from './messages.ts'
import { inputLevels, type Level, type LevelName, type Mix, type QualityHour } from './quality-hour.ts'

export interface HourFacts {
  readonly site: Id
  readonly camera: Id
  readonly hour: Instant
  readonly localHour: number
  /** Of the camera's device, in that hour. */
  readonly health: readonly DeviceHealth[]
  /** Of the camera; frames of other hours are passed over. */
  readonly inferences: readonly InferenceMessage[]
}

const hourMs = 3_600_000

/** One hour of a camera as numbers. Pure: messages in any order, and twice, give the same. */
export function summarizeQualityHour({ site, camera, hour, localHour, health, inferences }: HourFacts): QualityHour {
  const until = new Date(Date.parse(hour) + hourMs).toISOString()
  const messages = new Map(inferences.map((message) => [`${message.device}\n${message.bootId}\n${message.seq}`, message]))
  const sorted = [...messages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, message]) => message)
  const analysed = sorted
    .map(({ model, frames }) => ({ model, frames: frames.filter(({ at }) => at >= hour && at < until) }))
    .filter(({ frames }) => frames.length > 0)
  const frames = analysed.flatMap((message) => message.frames)
  const detections = frames.flatMap((frame) => frame.detections)
  const model = mostOf(analysed.map((message) => [message.model.digest, message.frames.length]))
  const byLabel = [...Map.groupBy(detections, ({ label }) => label)].sort(([a], [b]) => (a < b ? -1 : 1))
  const load: Level | undefined =
    frames.length === 0 ? undefined : { mean: round(detections.length / frames.length), samples: frames.length }
  return {
    ...{ site, camera, hour, localHour, frames: frames.length },
    ...(model !== undefined && { model }),
    levels: { ...inputs(camera, health), ...(load !== undefined && { load }) },
    mixes: {
      ...(detections.length > 0 && { classes: Object.fromEntries(byLabel.map(([label, own]) => [label, own.length])) }),
      ...Object.fromEntries(byLabel.map(([label, own]) => [`confidence:${label}`, tenths(own.map(({ confidence }) => confidence))])),
    },
  }
}

/** Means over the hour's pictures; a message that is of more pictures weighs more. */
function inputs(camera: Id, health: readonly DeviceHealth[]): Partial<Record<LevelName, Level>> {
  const messages = new Map(health.map((one) => [`${one.message.bootId}\n${String(one.message.seq).padStart(12, '0')}`, one.message]))
  const sorted = [...messages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, message]) => message)
  const pictures = sorted.flatMap((message) => message.cameras.flatMap((one) => (one.camera === camera ? (one.picture ?? []) : [])))
  const entries = inputLevels.flatMap((name) => {
    const known = pictures.flatMap((picture) => {
      const value = picture[name]
      return value === undefined ? [] : [{ value, samples: picture.samples }]
    })
    const samples = known.reduce((sum, one) => sum + one.samples, 0)
    if (samples === 0) return []
    return [[name, { mean: round(known.reduce((sum, one) => sum + one.value * one.samples, 0) / samples), samples }] as const]
  })
  return Object.fromEntries(entries)
}

function tenths(confidences: readonly number[]): Mix {
  const bins: Record<string, number> = {}
  for (const confidence of confidences) {
    const bin = String(Math.min(9, Math.floor(confidence * 10)))
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return Object.fromEntries(Object.entries(bins).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function mostOf(counts: readonly (readonly [string, number])[]): string | undefined {
  const sums = new Map<string, number>()
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count)
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0]
}

/** Six digits: more is noise that would change the bytes. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
