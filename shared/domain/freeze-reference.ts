import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { addMixes, compareMixes, sizeOfMix } from './compare-mixes.ts'
import type { DriftThresholds } from './drift-thresholds.ts'
import type { Id, Instant } from './ids.ts'
import { valueOfLevel } from './level-scale.ts'
import { usualCrops } from './novelty.ts'
import { type Period, periodsOf } from './periods.ts'
import { type DescribedFrame, type LevelName, levelNames, type Mix, type QualityHour } from './quality-hour.ts'
import type { QualityReference, UsualLevel, UsualMix } from './quality-reference.ts'

export interface ReferenceWindow {
  readonly site: Id
  readonly camera: Id
  readonly model: string
  readonly from: Instant
  readonly to: Instant
}

/** Fewer periods than this say nothing about ups and downs. */
const leastPeriods = 3

/**
 * What was usual in a window. Pure: the same hours and frames give the same reference, whatever order they come in.
 *
 * @returns undefined where there was too little to call anything usual
 */
export function freezeReference(
  window: ReferenceWindow,
  hours: readonly QualityHour[],
  frames: readonly DescribedFrame[],
  { periodHours, leastPictures, leastObjects }: DriftThresholds,
): QualityReference | undefined {
  const periods = periodsOf(
    inside(hours, window, ({ hour }) => hour),
    periodHours,
    ({ hour, localHour }) => ({ at: hour, localHour }),
  )
  const slots = 24 / periodHours
  const levels = entriesOf(levelNames, (name) => usualLevel(periods, name, slots, leastPictures))
  const mixNames = [...new Set(periods.flatMap(({ items }) => items.flatMap(({ mixes }) => Object.keys(mixes))))].sort()
  const mixes = entriesOf(mixNames, (name) => usualMix(periods, name, slots, leastObjects))
  const byKey = Map.groupBy(
    inside(frames, window, ({ at }) => at).flatMap(({ frame, at, crops }) =>
      crops.map(({ key, descriptor }, index) => ({ key, id: `${frame}\n${index}`, day: at.slice(0, 10), descriptor })),
    ),
    ({ key }) => key,
  )
  const crops = entriesOf([...byKey.keys()].sort(), (key) => usualCrops(byKey.get(key) ?? []))
  if (Object.keys(levels).length + Object.keys(mixes).length + Object.keys(crops).length === 0) return undefined
  return { ...window, periodHours, levels, mixes, crops }
}

/** The name of a reference. */
export function referenceDigest(reference: QualityReference): string {
  return createHash('sha256').update(canonicalJson(reference)).digest('hex')
}

/** What holds for a camera whatever the model is: until a new model has a reference of its own, this much is judged. */
export function withoutModel(reference: QualityReference): QualityReference {
  const { load: _, ...levels } = reference.levels
  const fields = Object.entries(reference.crops).filter(([key]) => key.startsWith('field:'))
  return { ...reference, levels, mixes: {}, crops: Object.fromEntries(fields) }
}

function usualLevel(periods: readonly Period<QualityHour>[], name: LevelName, slots: number, least: number): UsualLevel | undefined {
  const values = periods.flatMap(({ slot, items }) => {
    const value = valueOfLevel(items, name, least)
    return value === undefined ? [] : [{ slot, value: value.value }]
  })
  const means = Array.from({ length: slots }, (_, slot) => meanOf(values.filter((one) => one.slot === slot).map(({ value }) => value)))
  const known = means.filter((mean) => mean !== null).length
  const squares = values.reduce((sum, { slot, value }) => sum + (value - (means[slot] ?? value)) ** 2, 0)
  if (values.length - known < leastPeriods) return undefined
  return { slots: means, deviation: Math.sqrt(squares / (values.length - known)), periods: values.length }
}

function usualMix(periods: readonly Period<QualityHour>[], name: string, slots: number, least: number): UsualMix | undefined {
  const own = periods
    .map(({ slot, items }) => ({ slot, mix: addMixes(items.map(({ mixes }) => mixes[name] ?? {})) }))
    .filter(({ mix }) => sizeOfMix(mix) >= least)
  if (own.length < leastPeriods) return undefined
  const bySlot = Array.from({ length: slots }, (_, slot): Mix => addMixes(own.filter((one) => one.slot === slot).map(({ mix }) => mix)))
  // Each period against the others of its part of the day: what the same plant does by itself.
  const apart = own.flatMap((one) => {
    const others = addMixes(own.filter((other) => other !== one && other.slot === one.slot).map(({ mix }) => mix))
    return sizeOfMix(others) === 0 ? [] : [compareMixes(others, one.mix)]
  })
  if (apart.length < leastPeriods) return undefined
  const effects = apart.map(({ chiSquare, degrees }) => chiSquare / degrees)
  return {
    slots: bySlot,
    designEffect: Math.max(1, effects.reduce((sum, effect) => sum + effect, 0) / effects.length),
    largestPsi: Math.max(...apart.map(({ psi }) => psi)),
    periods: own.length,
  }
}

function inside<T>(items: readonly T[], { from, to }: ReferenceWindow, timeOf: (item: T) => Instant): T[] {
  return items.filter((item) => timeOf(item) >= from && timeOf(item) < to).sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))
}

function entriesOf<Key extends string, T>(keys: readonly Key[], make: (key: Key) => T | undefined): Record<Key, T> {
  const entries = keys.flatMap((key) => {
    const value = make(key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(entries) as Record<Key, T>
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
