import type { Objects } from './film.ts'

/** A time in which something was in view, in seconds of a film. */
export interface Stay {
  readonly from: number
  readonly to: number
}

/** Gaps up to this long belong to one stay. */
const gapSeconds = 1
/** Shorter ones nobody would be told of. */
const leastSeconds = 0.3

/** When a label was in view. */
export function staysOf(truth: readonly Objects[], framesPerSecond: number, label: string): Stay[] {
  const stays: { from: number; to: number }[] = []
  for (const [index, objects] of truth.entries()) {
    if (!objects.some((object) => object.label === label)) continue
    const seconds = index / framesPerSecond
    const last = stays.at(-1)
    if (last !== undefined && seconds - last.to <= gapSeconds) last.to = seconds
    else stays.push({ from: seconds, to: seconds })
  }
  return stays.filter(({ from, to }) => to - from >= leastSeconds)
}

export interface Alarms {
  readonly seconds: number
  readonly stays: number
  readonly found: number
  readonly falseAlarms: number
}

/** Opening times beside real stays: one that is near no stay is false, a stay that has one near it is found. */
export function compareAlarms(openedAt: readonly number[], stays: readonly Stay[], seconds: number): Alarms {
  const isNear = (at: number, { from, to }: Stay) => at >= from - 0.3 && at <= to + 0.5
  return {
    seconds,
    stays: stays.length,
    found: stays.filter((stay) => openedAt.some((at) => isNear(at, stay))).length,
    falseAlarms: openedAt.filter((at) => !stays.some((stay) => isNear(at, stay))).length,
  }
}
