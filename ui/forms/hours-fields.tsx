import { Field } from '../design/field.tsx'
import { useLanguage } from '../text/text.ts'
import { dayName, type Weekday, weekdays } from '../time/day-words.ts'
import { CheckGroup } from './check-group.tsx'
import { FormRow } from './form-dialog.tsx'

/** By the clock on the wall, `22:00`; where `to` is not after `from` it is of the next day. */
export interface Hours {
  readonly days: Weekday[]
  readonly from: string
  readonly to: string
}

export interface HoursFieldsProps {
  readonly hours: Hours
  readonly onChange: (changed: Partial<Hours>) => void
  errorAt(field: string): string | undefined
}

/** Days of the week, from and to. */
export function HoursFields({ hours, onChange, errorAt }: HoursFieldsProps) {
  const { language, text } = useLanguage()
  const words = text.settings
  const isOverMidnight = hours.from >= hours.to && hours.to !== ''
  return (
    <>
      <CheckGroup
        label={words.days}
        options={weekdays.map((day) => ({ value: day, title: dayName(day, language) }))}
        chosen={hours.days}
        onChange={(days) => onChange({ days })}
        error={errorAt('days')}
      />
      <FormRow>
        <Field label={words.from} error={errorAt('from')}>
          <input type="time" value={hours.from} onChange={(event) => onChange({ from: event.target.value })} />
        </Field>
        <Field label={words.to} hint={isOverMidnight ? words.nextDay : undefined} error={errorAt('to')}>
          <input type="time" value={hours.to} onChange={(event) => onChange({ to: event.target.value })} />
        </Field>
      </FormRow>
    </>
  )
}
