import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useLanguage } from '../text/text.ts'
import styles from './plot.module.css'
import { colourOf, useLookChanges } from './use-colours.ts'

export interface Line {
  readonly name: string
  /** One value for each of `x`; null = there is none. */
  readonly values: readonly (number | null)[]
}

export interface LinePlotProps {
  /** What the plot shows, for screen readers. */
  readonly title: string
  /** Ascending; seconds since 1970 where `isTime`. */
  readonly x: readonly number[]
  readonly lines: readonly Line[]
  readonly xLabel?: string
  readonly yLabel?: string
  readonly isTime?: boolean
  /** IANA name; the hours under the plot are those of this zone. */
  readonly timeZone?: string
  /** Pixels. */
  readonly height?: number
  /** Ends of the y axis; by default from 0 to what is needed. */
  readonly range?: readonly [number, number]
}

/** Curves that can be read off with the pointer. The same figures belong in a table where somebody must have them exactly. */
export function LinePlot(props: LinePlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const { language, text } = useLanguage()
  const timeWord = text.words.time
  const looks = useLookChanges()
  const latest = useRef(props)
  latest.current = props
  // Screens hand over new arrays with every render; the plot is made anew only when something in it is other than before.
  const content = JSON.stringify(props)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `content` stands for the props, `looks` for the colours
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const { x, lines } = latest.current
    const data = [x as number[], ...lines.map(({ values }) => values as (number | null)[])] as uPlot.AlignedData
    const plot = new uPlot(optionsOf(latest.current, element, language, timeWord), data, element)
    // Away from the pointer the newest figures stand in the legend.
    const showLast = () => plot.setLegend({ idx: x.length - 1 })
    plot.over.addEventListener('mouseleave', showLast)
    const observer = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: plot.height })
      // The plot empties its legend in a microtask of its own, which was asked for before this one.
      queueMicrotask(showLast)
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [content, language, timeWord, looks])
  return (
    <figure className={styles.plot}>
      <div ref={place} className={styles.lines} role="img" aria-label={`${props.title}. ${summary(props.lines, language)}`} />
    </figure>
  )
}

const font = '12px system-ui, sans-serif'

function optionsOf(props: LinePlotProps, element: HTMLElement, language: string, timeWord: string): uPlot.Options {
  const { lines, xLabel, yLabel, isTime = false, timeZone, height = 220, range } = props
  const line = { stroke: colourOf(element, '--plot-grid'), width: 1 }
  const axis = { stroke: colourOf(element, '--soft'), font, labelFont: font, grid: line, ticks: { ...line, size: 4 } }
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 })
  const show = (_: uPlot, value: number | null | undefined) => (value == null ? '–' : number.format(value))
  const time = isTime ? timeFormats(language, timeZone) : undefined
  return {
    width: element.clientWidth,
    height,
    // Each axis has room for its own words.
    padding: [12, 12, 0, 4],
    scales: {
      x: { time: isTime },
      y: { range: range ? [range[0], range[1]] : (_, low, high) => (high === null ? [0, 1] : [Math.min(0, low), high * 1.05 || 1]) },
    },
    axes: [
      {
        ...axis,
        space: 70,
        ...(xLabel && { label: xLabel, labelSize: 20 }),
        values: (_, splits) => splits.map((value) => (time ? time.short(value, splits) : number.format(value))),
      },
      {
        ...axis,
        size: 52,
        ...(yLabel && { label: yLabel, labelSize: 20 }),
        values: (_, splits) => splits.map((value) => number.format(value)),
      },
    ],
    series: [
      { label: xLabel ?? timeWord, value: (_, value) => (value == null ? '–' : (time?.exact(value) ?? number.format(value))) },
      ...lines.map(({ name }, index) => {
        const stroke = colourOf(element, `--plot-${(index % 6) + 1}`)
        return { label: name, stroke, width: 2, spanGaps: false, value: show, points: { size: 6, fill: stroke } }
      }),
    ],
    ...(timeZone !== undefined && { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), timeZone) }),
    cursor: { drag: { x: false, y: false }, points: { size: 9 } },
    legend: { live: true },
  }
}

const daySeconds = 86_400

/** Moments by the clock of the zone, in the person's language: days where the plot spans several, hours within one. */
function timeFormats(language: string, timeZone: string | undefined) {
  const locale = language === 'en' ? 'en-GB' : language
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, { ...options, ...(timeZone && { timeZone }) })
    return (seconds: number) => formatter.format(new Date(seconds * 1000))
  }
  const day = format({ day: 'numeric', month: 'short' })
  const hour = format({ hour: '2-digit', minute: '2-digit' })
  return {
    exact: format({ dateStyle: 'medium', timeStyle: 'short' }),
    short: (seconds: number, all: readonly number[]) =>
      (all[1] ?? 0) - (all[0] ?? 0) >= daySeconds || hour(seconds) === '00:00' ? day(seconds) : hour(seconds),
  }
}

function summary(lines: readonly Line[], language: string): string {
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 })
  return lines
    .map(({ name, values }) => {
      const last = values.findLast((value) => value !== null)
      return `${name}: ${last == null ? '–' : number.format(last)}`
    })
    .join(', ')
}
