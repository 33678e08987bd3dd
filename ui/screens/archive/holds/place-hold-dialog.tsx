import { type FormEvent, useId, useState } from 'react'
import { useAction, useApi } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Dialog } from '../../../design/dialog.tsx'
import { Field } from '../../../design/field.tsx'
import { Problem } from '../../../design/state.tsx'
import { useToast } from '../../../design/toast.tsx'
import { useText } from '../../../text/text.ts'
import { useClock } from '../../../time/use-clock.ts'
import { useNow } from '../../../time/use-now.ts'
import { momentAt, wallTime } from '../../../time/zoned.ts'
import { isoOf, type Span } from '../footage/coverage.ts'
import styles from './holds.module.css'

export interface PlaceHoldDialogProps {
  readonly site: string
  readonly camera?: string
  readonly span?: Span
  readonly onClose: () => void
}

const hour = 3_600_000

export function PlaceHoldDialog({ site, camera, span, onClose }: PlaceHoldDialogProps) {
  const text = useText()
  const words = text.archive
  const form = useId()
  const toast = useToast()
  const now = useNow()
  const { timeZone, day } = useClock(site)
  const { data: cameras } = useApi('listCameras', { params: { site } })
  const place = useAction('placeHold', ['listHolds'])
  const localOf = (ms: number) => `${day(isoOf(ms))}T${wallTime(ms, timeZone)}`
  const [values, setValues] = useState(() => {
    const given = span ?? { from: now - hour, to: now }
    return { camera: camera ?? '', from: localOf(given.from), to: localOf(given.to), reason: '' }
  })
  const [isChecked, setChecked] = useState(false)
  const [from, to] = [values.from, values.to].map((value) => momentOf(value, timeZone)) as [number, number]
  const errors = {
    from: Number.isNaN(from) ? words.errors.time : undefined,
    to: Number.isNaN(to) ? words.errors.time : to <= from ? words.errors.order : undefined,
    reason: values.reason.trim() === '' ? words.errors.reason : undefined,
  }
  const shown = isChecked ? errors : undefined
  const set = (name: keyof typeof values) => (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (Object.values(errors).some((error) => error !== undefined)) return
    const body = {
      site,
      from: isoOf(from),
      to: isoOf(to),
      reason: values.reason.trim(),
      ...(values.camera !== '' && { camera: values.camera }),
    }
    place.mutate(
      { body },
      {
        onSuccess: () => {
          toast({ message: words.holdPlaced })
          onClose()
        },
      },
    )
  }
  const actions = (
    <>
      <Button onClick={onClose}>{text.shell.cancel}</Button>
      <Button look="primary" type="submit" form={form} isBusy={place.isPending}>
        {words.placeHold}
      </Button>
    </>
  )
  return (
    <Dialog title={words.placeHold} onClose={onClose} actions={actions}>
      <form id={form} className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.soft}>{words.holdsLead}</p>
        <Field label={words.camera}>
          <select value={values.camera} onChange={set('camera')}>
            <option value="">{words.allCameras}</option>
            {cameras?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.from} error={shown?.from}>
          <input type="datetime-local" step={1} value={values.from} onChange={set('from')} />
        </Field>
        <Field label={words.to} error={shown?.to}>
          <input type="datetime-local" step={1} value={values.to} onChange={set('to')} />
        </Field>
        <Field label={words.reason} hint={words.reasonHint} error={shown?.reason}>
          <textarea rows={3} maxLength={500} value={values.reason} onChange={set('reason')} />
        </Field>
        {place.error && <Problem error={place.error} />}
      </form>
    </Dialog>
  )
}

function momentOf(local: string, timeZone: string): number {
  const [date = '', time = ''] = local.split('T')
  return momentAt(date, time, timeZone)
}
