import { type FormEvent, useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import { dayBounds, momentAt, wallTime } from '../../time/zoned.ts'
import styles from './calendar-dialog.module.css'
import { CalendarMonth } from './calendar-month.tsx'
import { changed, type IncidentFilter } from './incident-filter.ts'

export interface CalendarDialogProps {
  readonly filter: IncidentFilter
  readonly onChoose: (span: Pick<IncidentFilter, 'from' | 'to'>) => void
  readonly onClose: () => void
}

/** A month of the site: which days had incidents, and how bad. A day is one press away, any other stretch a few more. */
export function CalendarDialog({ filter, onChoose, onClose }: CalendarDialogProps) {
  const text = useText().incidents.calendar
  const { id: site } = useSite()
  const clock = useClock()
  const today = clock.day(new Date().toISOString())
  const chosen = filter.from === undefined ? undefined : clock.day(filter.from)
  const [month, setMonth] = useState((chosen ?? today).slice(0, 7))
  const { camera, rule, label } = filter
  const days = useApi('countIncidentDays', { query: { site, month, camera, rule, label } })
  const choose = (from: number, to: number) => {
    onChoose({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
    onClose()
  }
  return (
    <Dialog title={text.title} onClose={onClose}>
      <div className={styles.head}>
        <Button look="quiet" icon="back" label={text.before} onClick={() => setMonth(shiftMonth(month, -1))} />
        <h3 aria-live="polite">{text.month(month)}</h3>
        <Button
          look="quiet"
          icon="forward"
          label={text.after}
          disabled={month >= today.slice(0, 7)}
          onClick={() => setMonth(shiftMonth(month, 1))}
        />
      </div>
      {days.error !== null && days.data === undefined ? (
        <Problem error={days.error} onRetry={() => void days.refetch()} />
      ) : (
        <CalendarMonth
          month={month}
          today={today}
          chosen={chosen}
          counts={days.data?.items}
          onChoose={(day) => {
            const { from, to } = dayBounds(day, clock.timeZone)
            choose(from, to)
          }}
        />
      )}
      <SpanForm filter={filter} timeZone={clock.timeZone} today={today} onChoose={choose} />
    </Dialog>
  )
}

function SpanForm(props: { filter: IncidentFilter; timeZone: string; today: string; onChoose: (from: number, to: number) => void }) {
  const { filter, timeZone, today, onChoose } = props
  const text = useText().incidents.calendar
  const clock = useClock()
  const localOf = (at: string) => `${clock.day(at)}T${wallTime(Date.parse(at), timeZone).slice(0, 5)}`
  const { from: before, to: after } = changed({}, filter)
  const [from, setFrom] = useState(before === undefined ? `${today}T00:00` : localOf(before))
  const [to, setTo] = useState(after === undefined ? localOf(new Date().toISOString()) : localOf(after))
  const moment = (local: string) => momentAt(local.slice(0, 10), local.slice(11, 16), timeZone)
  const isInOrder = moment(from) < moment(to)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isInOrder) onChoose(moment(from), moment(to))
  }
  return (
    <form className={styles.span} onSubmit={submit}>
      <Field label={text.from}>
        <input type="datetime-local" required value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label={text.to} error={isInOrder ? undefined : text.order}>
        <input type="datetime-local" required value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <Button type="submit" disabled={!isInOrder}>
        {text.apply}
      </Button>
    </form>
  )
}

/** `2026-12` and one → `2027-01`. */
function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}
