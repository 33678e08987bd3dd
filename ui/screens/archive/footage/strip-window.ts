import type { Span } from './coverage.ts'

/** The least that the strip shows, in milliseconds. */
const closest = 60_000

/** Shows less or more of a day, around a moment that stays where it is. @param factor 0.5 = half as much */
export function zoom(window: Span, day: Span, factor: number, around: number): Span {
  const length = Math.min(day.to - day.from, Math.max(closest, (window.to - window.from) * factor))
  const share = (around - window.from) / (window.to - window.from)
  return fit({ from: around - share * length, to: around + (1 - share) * length }, day)
}

export function pan({ from, to }: Span, day: Span, ms: number): Span {
  return fit({ from: from + ms, to: to + ms }, day)
}

/** Moves the window as little as it takes to see a stretch. */
export function reveal(window: Span, day: Span, { from, to }: Span): Span {
  const margin = (window.to - window.from) * 0.05
  if (from < window.from) return pan(window, day, from - margin - window.from)
  if (to > window.to) return pan(window, day, Math.min(from - margin - window.from, to + margin - window.to))
  return window
}

function fit({ from, to }: Span, day: Span): Span {
  const length = to - from
  const start = Math.min(Math.max(from, day.from), day.to - length)
  return { from: start, to: start + length }
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600].map((seconds) => seconds * 1000)

/** Round times for the marks of the ruler: at most so many. @param day Midnight is the zero of all steps */
export function ticksOf(window: Span, day: Span, most: number): number[] {
  const length = window.to - window.from
  const step = steps.find((size) => length / size <= most) ?? steps.at(-1)!
  const ticks: number[] = []
  for (let at = day.from + Math.ceil((window.from - day.from) / step) * step; at <= window.to; at += step) ticks.push(at)
  return ticks
}
