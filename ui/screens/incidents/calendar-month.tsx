import type { Answer } from '../../api/call.ts'
import { useLanguage } from '../../text/text.ts'
import { localeOf } from '../../time/locale-of.ts'
import { shiftDay } from '../../time/zoned.ts'
import styles from './calendar-dialog.module.css'
import { severities } from './incident-filter.ts'

type Day = Answer<'countIncidentDays'>['items'][number]

export interface CalendarMonthProps {
  /** As `2026-11`. */
  readonly month: string
  readonly today: string
  readonly chosen: string | undefined
  /** undefined = not known yet. */
  readonly counts: readonly Day[] | undefined
  readonly onChoose: (day: string) => void
}

// A Monday; weeks begin there in the languages that we speak.
const anyMonday = '2026-11-02'
const noon = (day: string) => new Date(`${day}T12:00:00Z`)

export function CalendarMonth({ month, today, chosen, counts, onChoose }: CalendarMonthProps) {
  const { language, text } = useLanguage()
  const own = text.incidents.calendar
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', ...options })
    return (day: string) => formatter.format(noon(day))
  }
  const [weekday, fullWeekday, fullDate] = [format({ weekday: 'short' }), format({ weekday: 'long' }), format({ dateStyle: 'full' })]
  const byDay = new Map(counts?.map((count) => [count.day, count]))
  const nameOf = (day: string) => {
    const count = byDay.get(day)
    if (count === undefined) return own.quietDay(fullDate(day))
    const words = severities.flatMap((severity) => (count[severity] > 0 ? [`${count[severity]} ${text.words.severity[severity]}`] : []))
    return own.day(fullDate(day), words.join(', '), count.unjudged)
  }
  return (
    <table className={styles.month} aria-busy={counts === undefined || undefined}>
      <thead>
        <tr>
          {weekOf(anyMonday).map((day) => (
            <th key={day} scope="col" abbr={fullWeekday(day)}>
              {weekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td key={day}>
                {day.startsWith(month) && (
                  <button
                    type="button"
                    aria-label={nameOf(day)}
                    aria-pressed={day === chosen}
                    aria-current={day === today ? 'date' : undefined}
                    disabled={counts !== undefined && !byDay.has(day)}
                    onClick={() => onChoose(day)}
                  >
                    <span className={styles.date}>{Number(day.slice(8))}</span>
                    <span className={styles.figures} data-waiting={(byDay.get(day)?.unjudged ?? 0) > 0 || undefined}>
                      {severities.map((severity) => {
                        const count = byDay.get(day)?.[severity] ?? 0
                        return count === 0 ? undefined : (
                          <span key={severity} data-severity={severity}>
                            {count > 999 ? '999+' : count}
                          </span>
                        )
                      })}
                    </span>
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function weekOf(monday: string): string[] {
  return Array.from({ length: 7 }, (_, index) => shiftDay(monday, index))
}

/** From the Monday on or before the first, so many weeks that the month is in them. */
function weeksOf(month: string): string[][] {
  const first = `${month}-01`
  const monday = shiftDay(first, -((noon(first).getUTCDay() + 6) % 7))
  const weeks: string[][] = []
  for (let day = monday; day < first || day.startsWith(month); day = shiftDay(day, 7)) weeks.push(weekOf(day))
  return weeks
}
