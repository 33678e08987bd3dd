import type { Span } from './coverage.ts'
import { zoom } from './strip-window.ts'

interface Strip {
  readonly window: Span
  readonly bounds: Span
  readonly chosen: Span
}

/** Shows less (0.5) or more (2) around the chosen interval, or around what is shown where that is elsewhere. */
export function zoomAround({ window, bounds, chosen }: Strip, factor: number): Span {
  const middle = (chosen.from + chosen.to) / 2
  const isSeen = middle > window.from && middle < window.to
  return zoom(window, bounds, factor, isSeen ? middle : (window.from + window.to) / 2)
}

/** What a key does to the strip, undefined for one that means nothing to it: arrows move the interval, with Shift its end. */
export function onStripKey(key: string, isShifted: boolean, strip: Strip): { chosen: Span } | { window: Span } | undefined {
  const { window, bounds, chosen } = strip
  const page = window.to - window.from
  const step = Math.max(1000, Math.round(page / 60_000) * 1000)
  const move = (ms: number) => ({ chosen: { from: chosen.from + ms, to: chosen.to + ms } })
  const stretch = (ms: number) => ({ chosen: { from: chosen.from, to: Math.max(chosen.from + 1000, chosen.to + ms) } })
  switch (key) {
    case 'ArrowLeft':
      return isShifted ? stretch(-step) : move(-step)
    case 'ArrowRight':
      return isShifted ? stretch(step) : move(step)
    case 'PageUp':
      return move(-page)
    case 'PageDown':
      return move(page)
    case 'Home':
      return move(bounds.from - chosen.from)
    case 'End':
      return move(bounds.to - chosen.to)
    case '+':
      return { window: zoomAround(strip, 0.5) }
    case '-':
      return { window: zoomAround(strip, 2) }
  }
}
