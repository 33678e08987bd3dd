import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { useText } from '../../../text/text.ts'
import { useClock } from '../../../time/use-clock.ts'
import { isoOf, type Span } from './coverage.ts'
import styles from './day-strip.module.css'
import { onStripKey, zoomAround } from './strip-keys.ts'
import { StripLanes, type StripLanesProps } from './strip-lanes.tsx'
import { StripLegend } from './strip-legend.tsx'
import { pan, reveal } from './strip-window.ts'
import { useStripGestures } from './use-strip-gestures.ts'

export interface DayStripProps extends Omit<StripLanesProps, 'window'> {
  readonly site: string
  readonly onChoose: (span: Span) => void
}

/**
 * A day as a strip: video and gaps, incidents by severity, holds. The wheel zooms (sideways it moves), dragging chooses an
 * interval; with the keyboard arrows move it, with Shift its end, plus and minus zoom.
 */
export function DayStrip({ site, onChoose, ...lanes }: DayStripProps) {
  const words = useText().archive
  const clock = useClock(site)
  const { bounds, chosen, footage, incidents } = lanes
  const [window, setWindow] = useState<Span>(() => firstWindow(bounds, footage))
  const strip = useRef<HTMLDivElement>(null)
  const gestures = useStripGestures(strip, { window, bounds, chosen, onChoose, onWindow: setWindow })
  const { from, to } = chosen
  useEffect(() => setWindow((before) => reveal(before, bounds, { from, to })), [from, to, bounds])

  const isFootage = footage.some((span) => span.from <= from && from < span.to)
  const near = incidents.filter(({ startedAt }) => Date.parse(startedAt) >= from && Date.parse(startedAt) < to)
  const valueText = [
    words.intervalWords(clock.time(isoOf(from)), clock.time(isoOf(to))),
    isFootage ? words.hasVideo : words.noVideo,
    near.length > 0 ? words.incidentCount(near.length) : undefined,
  ]
  return (
    <div className={styles.frame}>
      <div
        ref={strip}
        className={styles.strip}
        role="slider"
        tabIndex={0}
        aria-label={words.strip}
        aria-valuemin={0}
        aria-valuemax={Math.round((bounds.to - bounds.from) / 1000)}
        aria-valuenow={Math.round((from - bounds.from) / 1000)}
        aria-valuetext={valueText.filter(Boolean).join(', ')}
        onKeyDown={(event) => {
          const change = onStripKey(event.key, event.shiftKey, { window, bounds, chosen })
          if (change === undefined) return
          event.preventDefault()
          event.stopPropagation()
          if ('chosen' in change) onChoose(change.chosen)
          else setWindow(change.window)
        }}
        {...gestures}
      >
        <StripLanes {...lanes} window={window} timeOf={clock.time} />
      </div>
      <StripLegend hasHolds={lanes.holds.length > 0} />
      <div className={styles.tools}>
        <Button
          size="small"
          icon="back"
          label={words.earlier}
          onClick={() => setWindow(pan(window, bounds, (window.from - window.to) / 2))}
        />
        <Button
          size="small"
          icon="forward"
          label={words.later}
          onClick={() => setWindow(pan(window, bounds, (window.to - window.from) / 2))}
        />
        <Button size="small" icon="plus" label={words.closer} onClick={() => setWindow(zoomAround({ window, bounds, chosen }, 0.5))} />
        <Button size="small" icon="minus" label={words.further} onClick={() => setWindow(zoomAround({ window, bounds, chosen }, 2))} />
        <Button size="small" onClick={() => setWindow(bounds)}>
          {words.wholeDay}
        </Button>
        <span className={styles.hint}>{words.stripHint}</span>
      </div>
    </div>
  )
}

/** What of the day has video, with some air around it: on a day with one short recording nobody wants to search for it. */
function firstWindow(day: Span, footage: readonly Span[]): Span {
  const [first, last] = [footage[0], footage.at(-1)]
  if (first === undefined || last === undefined) return day
  const air = Math.max(60_000, (last.to - first.from) * 0.1)
  const [from, to] = [Math.max(day.from, first.from - air), Math.min(day.to, last.to + air)]
  return { from, to }
}
