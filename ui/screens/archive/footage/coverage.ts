/** A stretch of time in milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What is left of a stretch when others are taken out of it. @param holes Oldest first, apart from each other */
export function without({ from, to }: Span, holes: readonly Span[]): Span[] {
  const left: Span[] = []
  let start = from
  for (const hole of holes) {
    if (hole.to <= start || hole.from >= to) continue
    if (hole.from > start) left.push({ from: start, to: hole.from })
    start = Math.max(start, hole.to)
  }
  if (start < to) left.push({ from: start, to })
  return left
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0)
}

/** The part of a stretch within another; empty ones have no length. */
export function within({ from, to }: Span, window: Span): Span {
  const start = Math.min(Math.max(from, window.from), window.to)
  return { from: start, to: Math.max(start, Math.min(to, window.to)) }
}

export function spanOf({ from, to }: { readonly from: string; readonly to: string }): Span {
  return { from: Date.parse(from), to: Date.parse(to) }
}

/** Cuts a stretch into pieces of at most so many milliseconds. */
export function piecesOf({ from, to }: Span, longest: number): Span[] {
  const count = Math.ceil((to - from) / longest)
  return Array.from({ length: count }, (_, index) => ({ from: from + index * longest, to: Math.min(to, from + (index + 1) * longest) }))
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
