import { useQueries } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../../api/call.ts'
import { keyOf } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { useLanguage } from '../../../text/text.ts'
import { localeOf } from '../../../time/locale-of.ts'
import { useClock } from '../../../time/use-clock.ts'
import { useNow } from '../../../time/use-now.ts'
import { dayBounds, shiftDay } from '../../../time/zoned.ts'
import { isoOf, lengthOf, type Span, spanOf, within, without } from './coverage.ts'
import styles from './month-calendar.module.css'
import { type Incident, type Place, useIncidents } from './use-footage.ts'

export interface MonthCalendarProps extends Place {
  readonly day: string
  readonly onChoose: (day: string) => void
}

/** A month: a bar under each day says how much of it has video, a dot that there were incidents, and how bad. */
export function MonthCalendar({ site, camera, day, onChoose }: MonthCalendarProps) {
  const { language, text } = useLanguage()
  const words = text.archive
  const [month, setMonth] = useState(day.slice(0, 7))
  useEffect(() => setMonth(day.slice(0, 7)), [day])
  const { timeZone, day: dayOf } = useClock(site)
  const now = useNow(60_000)
  const days = daysOf(month)
  const bounds = days.map((date) => dayBounds(date, timeZone))
  const gaps = useGaps({ site, camera }, bounds, now)
  const { incidents, isCutOff } = useIncidents({ site, camera }, { from: bounds[0]!.from, to: bounds.at(-1)!.to })
  const byDay = new Map<string, Incident[]>()
  for (const incident of incidents) {
    const date = dayOf(incident.startedAt)
    byDay.set(date, [...(byDay.get(date) ?? []), incident])
  }
  const title = new Intl.DateTimeFormat(localeOf(language), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01`),
  )
  const nameOf = new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  const today = dayOf(isoOf(now))
  const move = (step: number) => setMonth(shiftDay(step < 0 ? days[0]! : days.at(-1)!, step).slice(0, 7))
  return (
    <section className={styles.calendar} aria-label={words.calendar}>
      <header>
        <Button look="quiet" size="small" icon="back" label={words.monthBefore} onClick={() => move(-1)} />
        <h2 aria-live="polite">{title}</h2>
        <Button
          look="quiet"
          size="small"
          icon="forward"
          label={words.monthAfter}
          disabled={month >= today.slice(0, 7)}
          onClick={() => move(1)}
        />
      </header>
      <div className={styles.grid}>
        {weekdayNames(language).map((name) => (
          <span key={name} className={styles.weekday} aria-hidden="true">
            {name}
          </span>
        ))}
        {days.map((date, index) => {
          const share = shareOf(bounds[index]!, gaps, now)
          const worst = worstOf(byDay.get(date) ?? [])
          const facts = [
            nameOf.format(Date.parse(date)),
            share === undefined ? undefined : words.videoShare(Math.round(share * 100)),
            worst && words.incidentCount(byDay.get(date)!.length),
          ]
          return (
            <button
              key={date}
              type="button"
              className={styles.day}
              style={index === 0 ? { gridColumnStart: columnOf(date) } : undefined}
              aria-label={facts.filter(Boolean).join(', ')}
              aria-current={date === day ? 'date' : undefined}
              disabled={date > today}
              onClick={() => onChoose(date)}
            >
              {Number(date.slice(8))}
              <span className={styles.bar} aria-hidden="true">
                <span style={{ width: `${(share ?? 0) * 100}%` }} />
              </span>
              {worst !== undefined && <span className={`${styles.dot} ${styles[worst]}`} aria-hidden="true" />}
            </button>
          )
        })}
      </div>
      <p className={styles.legend}>{isCutOff ? words.marksCutOff : words.calendarLegend}</p>
    </section>
  )
}

/** The server looks for gaps in a week at a time; undefined where it has not answered yet. */
function useGaps({ site, camera }: Place, bounds: readonly Span[], now: number): readonly { span: Span; gaps: Span[] }[] {
  const weeks: Span[] = []
  for (let first = 0; first < bounds.length; first += 7) {
    const span = { from: bounds[first]!.from, to: (bounds[first + 6] ?? bounds.at(-1)!).to }
    // A week with the clocks put back is an hour longer than what is asked for at most.
    if (span.from < now) weeks.push({ from: span.from, to: Math.min(span.to, span.from + 7 * 86_400_000) })
  }
  return useQueries({
    queries: weeks.map((span) => {
      const input = { query: { site, camera, from: isoOf(span.from), to: isoOf(span.to), limit: 1 } }
      return {
        queryKey: keyOf('listRecordings', input),
        queryFn: ({ signal }: { signal: AbortSignal }) => call('listRecordings', input, signal),
        staleTime: 60_000,
      }
    }),
    combine: (results) =>
      results.flatMap(({ data }, index) => (data?.gaps === undefined ? [] : [{ span: weeks[index]!, gaps: data.gaps.map(spanOf) }])),
  })
}

function shareOf(day: Span, weeks: ReturnType<typeof useGaps>, now: number): number | undefined {
  const week = weeks.find(({ span }) => span.from <= day.from && day.from < span.to)
  const past = within({ from: day.from, to: now }, day)
  if (week === undefined || past.to <= past.from) return undefined
  return lengthOf(without(past, week.gaps)) / (past.to - past.from)
}

const severities = ['critical', 'warning', 'info'] as const

function worstOf(incidents: readonly Incident[]) {
  return severities.find((severity) => incidents.some((incident) => incident.severity === severity))
}

function daysOf(month: string): string[] {
  const days: string[] = []
  for (let date = `${month}-01`; date.startsWith(month); date = shiftDay(date, 1)) days.push(date)
  return days
}

/** Weeks begin on Monday, as they do where the plants are. */
function columnOf(date: string): number {
  return ((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7) + 1
}

function weekdayNames(language: string): string[] {
  const format = new Intl.DateTimeFormat(localeOf(language), { weekday: 'short', timeZone: 'UTC' })
  // The 5th of January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, index) => format.format((index + 4) * 86_400_000))
}
