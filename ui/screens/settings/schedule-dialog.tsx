import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useToast } from '../../design/toast.tsx'
import { CheckGroup } from '../../forms/check-group.tsx'
import { FormDialog, FormPart } from '../../forms/form-dialog.tsx'
import { HoursFields } from '../../forms/hours-fields.tsx'
import { idFrom } from '../../forms/id-from.ts'
import { useForm } from '../../forms/use-form.ts'
import { useText } from '../../text/text.ts'
import type { Recipient, Schedule, Shift } from './on-call-now.ts'
import { useRows } from './use-rows.ts'

export interface ScheduleDialogProps {
  readonly site: string
  /** Undefined: a new one. */
  readonly schedule: Schedule | undefined
  readonly recipients: readonly Recipient[]
  readonly taken: readonly string[]
  readonly onClose: () => void
}

const firstShift: Shift = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '06:00', to: '14:00', onCall: [] }

export function ScheduleDialog({ site, schedule, recipients, taken, onClose }: ScheduleDialogProps) {
  const text = useText()
  const words = text.settings
  const toast = useToast()
  const [name, setName] = useState(schedule?.name ?? '')
  const shifts = useRows(schedule?.shifts ?? [firstShift])
  const id = schedule?.id ?? idFrom(name, taken)
  const form = useForm({
    operation: 'saveSchedule',
    input: { params: { site, id }, body: { name, shifts: shifts.values } },
    changes: ['getRoster'],
    onDone: () => {
      toast({ message: words.saved(name) })
      onClose()
    },
  })
  const people = recipients.map(({ id: value, name: title }) => ({ value, title }))
  return (
    <FormDialog title={schedule === undefined ? words.addSchedule : words.editNamed(schedule.name)} form={form} onClose={onClose}>
      <Field label={words.name} error={form.errorAt('name')}>
        <input value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {shifts.rows.map(({ key, value: shift }, index) => (
        <FormPart
          key={key}
          title={words.shift(index + 1)}
          removeLabel={words.removeNamed(words.shift(index + 1))}
          onRemove={shifts.rows.length > 1 ? () => shifts.remove(key) : undefined}
        >
          <HoursFields
            hours={shift}
            onChange={(hours) => shifts.replace(key, { ...shift, ...hours })}
            errorAt={(field) => form.errorAt(`shifts.${index}.${field}`)}
          />
          <CheckGroup
            label={words.onCall}
            options={people}
            chosen={shift.onCall}
            onChange={(onCall) => shifts.replace(key, { ...shift, onCall })}
            error={form.errorAt(`shifts.${index}.onCall`)}
          />
        </FormPart>
      ))}
      <div>
        <Button icon="plus" onClick={() => shifts.add(shifts.values.at(-1) ?? firstShift)}>
          {words.addShift}
        </Button>
      </div>
    </FormDialog>
  )
}
