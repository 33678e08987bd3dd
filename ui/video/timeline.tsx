import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from 'react'
import { useText } from '../text/text.ts'
import { useClock } from '../time/use-clock.ts'
import { detectionColumns } from './detection-columns.ts'
import { type Playhead, usePlayhead } from './playhead.ts'
import type { SeenFrame } from './seen-frames.ts'
import styles from './timeline.module.css'
import type { Clip } from './use-clip.ts'

interface Span {
  readonly from: string
  readonly to: string
}

/** A moment worth a line. */
export interface Mark {
  readonly at: string
  readonly label: string
}

export interface TimelineFacts {
  readonly from: string
  readonly to: string
  readonly clip: Clip | undefined
  readonly frames: readonly SeenFrame[]
  /** Only detections of this label are marked; all without it. */
  readonly label?: string | undefined
  /** What is shaded: incidents. */
  readonly shaded?: readonly Span[]
  readonly marks?: readonly Mark[]
}

interface TimelineProps extends TimelineFacts {
  readonly site: string
  readonly playhead: Playhead
  /** @param ms Of the clip */
  onMove(ms: number): void
}

const columns = 200

/** The whole time at a glance: incident shaded, detections as a skyline, missing video hatched. One drags along it. */
export function Timeline({ from, to, clip, frames, label, shaded = [], marks = [], site, playhead, onMove }: TimelineProps) {
  const text = useText().player
  const clock = useClock(site)
  const track = useRef<HTMLDivElement>(null)
  const clipStart = clip === undefined ? Number.NaN : Date.parse(clip.startedAt)
  // A clip begins with a key frame, which may lie before the asked time.
  const start = Math.min(Date.parse(from), clip === undefined ? Number.POSITIVE_INFINITY : clipStart)
  const end = Date.parse(to)
  const share = (ms: number) => Math.max(0, Math.min(1, (ms - start) / (end - start)))
  const place = (span: Span) => {
    const [left, right] = [share(Date.parse(span.from)), share(Date.parse(span.to))]
    return { left: `${left * 100}%`, width: `${(right - left) * 100}%` }
  }
  const skyline = useMemo(
    () => detectionColumns(frames, { label, startMs: start - clipStart, endMs: end - clipStart, columns }),
    [frames, label, start, end, clipStart],
  )
  const drag = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    if (box === undefined || clip === undefined || event.buttons === 0) return
    if (event.type === 'pointerdown') track.current?.setPointerCapture(event.pointerId)
    const wanted = start + Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * (end - start)
    onMove(wanted - clipStart)
  }
  const onKey = ({ key }: KeyboardEvent) => {
    if (key === 'Home') onMove(0)
    if (key === 'End') onMove(end - clipStart)
  }
  return (
    <div ref={track} className={styles.track} onPointerDown={drag} onPointerMove={drag}>
      {shaded.map((span) => (
        <span key={span.from} className={styles.shaded} style={place(span)} />
      ))}
      <svg className={styles.skyline} viewBox={`0 0 ${columns} 1`} preserveAspectRatio="none" aria-hidden="true">
        {skyline.map(({ column, confidence }) => (
          <rect key={column} x={column} y={1 - confidence} width={1} height={confidence} />
        ))}
      </svg>
      {(clip?.gaps ?? []).map((gap) => (
        <span key={gap.from} className={styles.gap} style={place(gap)} title={text.noVideo} />
      ))}
      {marks.map(({ at, label }) => (
        <span key={`${at}${label}`} className={styles.mark} style={{ left: `${share(Date.parse(at)) * 100}%` }} title={label} />
      ))}
      <Cursor
        playhead={playhead}
        onKey={onKey}
        name={text.timeline}
        share={(ms) => share(clipStart + ms)}
        seconds={(end - start) / 1000}
        say={(ms) => (Number.isNaN(clipStart) ? text.noVideo : clock.time(new Date(clipStart + ms).toISOString()))}
      />
    </div>
  )
}

interface CursorProps {
  readonly playhead: Playhead
  readonly name: string
  readonly seconds: number
  share(ms: number): number
  say(ms: number): string
  onKey(event: KeyboardEvent): void
}

function Cursor({ playhead, name, seconds, share, say, onKey }: CursorProps) {
  const ms = usePlayhead(playhead)
  const at = ms === undefined ? 0 : share(ms)
  return (
    <div
      className={styles.cursor}
      style={{ left: `${at * 100}%`, visibility: ms === undefined ? 'hidden' : 'visible' }}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={Math.round(seconds)}
      aria-valuenow={Math.round(at * seconds)}
      aria-valuetext={say(ms ?? 0)}
      onKeyDown={onKey}
    />
  )
}
