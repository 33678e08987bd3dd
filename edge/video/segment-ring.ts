/** A time in milliseconds since 1970 and one after it. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

export interface RingOptions {
  /** `continuous` lets every segment go; `incidents` only those that show one. */
  readonly mode: 'continuous' | 'incidents'
  readonly preRollMs: number
  readonly postRollMs: number
}

export interface SegmentRing<Segment extends Span> {
  add(segment: Segment): void
  /** What an incident covers so far; an open one has no end. */
  noteIncident(id: string, startMs: number, endMs: number | undefined): void
  /**
   * Decides about the segments whose time has come. `earliestStartMs` is the earliest start that an incident still to be
   * opened can have: now, or the start of a run that is pending.
   */
  settle(earliestStartMs: number): { keep: { segment: Segment; hasIncident: boolean }[]; drop: Segment[] }
  /** Whether a segment of that time would be kept for an incident that is known. */
  hasIncident(span: Span): boolean
}

/** Holds finished segments until it is known whether they show an incident, its pre-roll or its post-roll. */
export function createSegmentRing<Segment extends Span>({ mode, preRollMs, postRollMs }: RingOptions): SegmentRing<Segment> {
  let waiting: Segment[] = []
  const incidents = new Map<string, { startMs: number; endMs: number }>()

  const hasIncident = ({ startMs, endMs }: Span) =>
    [...incidents.values()].some((incident) => startMs <= incident.endMs + postRollMs && endMs >= incident.startMs - preRollMs)

  return {
    add: (segment) => {
      waiting.push(segment)
    },
    noteIncident: (id, startMs, endMs = Number.POSITIVE_INFINITY) => {
      incidents.set(id, { startMs, endMs })
    },
    settle: (earliestStartMs) => {
      const showing = waiting.filter(hasIncident)
      const isPast = (segment: Segment) => segment.endMs < earliestStartMs - preRollMs
      const past = waiting.filter((segment) => isPast(segment) && !showing.includes(segment))
      waiting = waiting.filter((segment) => !showing.includes(segment) && !past.includes(segment))
      forgetBefore(Math.min(earliestStartMs, ...waiting.map(({ startMs }) => startMs)))
      const flagged = (segments: Segment[], flag: boolean) => segments.map((segment) => ({ segment, hasIncident: flag }))
      if (mode === 'incidents') return { keep: flagged(showing, true), drop: past }
      return { keep: [...flagged(past, false), ...flagged(showing, true)].sort((a, b) => a.segment.startMs - b.segment.startMs), drop: [] }
    },
    hasIncident,
  }

  /** A segment under way began at most an hour ago; older incidents touch nothing any more. */
  function forgetBefore(startMs: number): void {
    const hourMs = 3_600_000
    for (const [id, { endMs }] of incidents) if (endMs + postRollMs < startMs - hourMs) incidents.delete(id)
  }
}
