import type { LevelName, QualityHour } from './quality-hour.ts'

/** These double or halve rather than rise and fall; they are compared by their logarithms. */
const ratios: ReadonlySet<LevelName> = new Set(['sharpness', 'motion', 'load'])
/** Below this the logarithm would make much of nothing: a plate without any detail, a belt that stands still, a bottle in 50 frames. */
const least: Readonly<Partial<Record<LevelName, number>>> = { sharpness: 1, motion: 1e-3, load: 0.02 }

/** A level on the scale on which it is compared. */
export function toScale(name: LevelName, mean: number): number {
  return ratios.has(name) ? Math.log(Math.max(mean, least[name] ?? 0)) : mean
}

/** The other way round, for people. */
export function fromScale(name: LevelName, value: number): number {
  return ratios.has(name) ? Math.exp(value) : value
}

/**
 * A level of several hours: each hour counts the same, so that a busy one does not stand for all.
 *
 * @returns undefined for fewer pictures than asked for
 */
export function valueOfLevel(
  hours: readonly QualityHour[],
  name: LevelName,
  leastPictures: number,
): { readonly value: number; readonly samples: number } | undefined {
  const known = hours.flatMap(({ levels }) => levels[name] ?? [])
  const samples = known.reduce((sum, level) => sum + level.samples, 0)
  if (samples < leastPictures || samples === 0) return undefined
  return { value: toScale(name, known.reduce((sum, { mean }) => sum + mean, 0) / known.length), samples }
}
