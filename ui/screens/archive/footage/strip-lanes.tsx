import { useEffect, useRef, useState } from 'react'
import { isoOf, type Span, spanOf } from './coverage.ts'
import styles from './strip-lanes.module.css'
import { ticksOf } from './strip-window.ts'
import type { Hold, Incident } from './use-footage.ts'

export interface StripLanesProps {
  readonly bounds: Span
  readonly window: Span
  readonly footage: readonly Span[]
  readonly gaps: readonly Span[]
  readonly incidents: readonly Incident[]
  readonly holds: readonly Hold[]
  readonly chosen: Span
  readonly playhead: number | undefined
}

/** What is drawn on the strip. Screen readers get it in words from the slider around it and the lists below. */
export function StripLanes({ timeOf, ...strip }: StripLanesProps & { timeOf(at: string): string }) {
  const { bounds, window, footage, gaps, incidents, holds, chosen, playhead } = strip
  const lanes = useRef<HTMLDivElement>(null)
  const width = useWidth(lanes)
  const length = window.to - window.from
  const percent = (ms: number) => `${((ms - window.from) / length) * 100}%`
  const place = ({ from, to }: Span) => ({ left: percent(from), width: `${((to - from) / length) * 100}%` })
  const isSeen = ({ from, to }: Span) => to > window.from && from < window.to
  return (
    <div ref={lanes} className={styles.lanes} aria-hidden="true">
      <div className={styles.ruler}>
        {ticksOf(window, bounds, Math.max(2, Math.floor(width / 90))).map((at) => (
          <span key={at} style={{ left: percent(at) }}>
            {length > 20 * 60_000 ? timeOf(isoOf(at)).slice(0, 5) : timeOf(isoOf(at))}
          </span>
        ))}
      </div>
      <div className={styles.lane}>
        {incidents.map(({ id, startedAt, endedAt, peak, severity }) => {
          const span = spanOf({ from: startedAt, to: endedAt ?? peak.at })
          return isSeen(span) && <span key={id} className={`${styles.incident} ${styles[severity]}`} style={place(span)} />
        })}
      </div>
      <div className={styles.lane}>
        {gaps.filter(isSeen).map((span) => (
          <span key={span.from} className={styles.gap} style={place(span)} />
        ))}
        {footage.filter(isSeen).map((span) => (
          <span key={span.from} className={styles.footage} style={place(span)} />
        ))}
      </div>
      {holds.length > 0 && (
        <div className={`${styles.lane} ${styles.low}`}>
          {holds.map((hold) => isSeen(spanOf(hold)) && <span key={hold.id} className={styles.hold} style={place(spanOf(hold))} />)}
        </div>
      )}
      {isSeen(chosen) && <span className={styles.chosen} style={place(chosen)} />}
      {playhead !== undefined && isSeen({ from: playhead, to: playhead + 1 }) && (
        <span className={styles.playhead} style={{ left: percent(playhead) }} />
      )}
    </div>
  )
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(800)
  useEffect(() => {
    if (element.current === null) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 800))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}
