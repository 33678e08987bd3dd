import { type FormEvent, useId, useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import { useNow } from '../../time/use-now.ts'
import { dayBounds } from '../../time/zoned.ts'
import styles from './quality.module.css'

const dayMs = 86_400_000

/** Says that some days of a camera are what is usual from now on: for changes that are to stay. */
export function ReferenceDialog({ camera, onClose }: { camera: string; onClose: () => void }) {
  const shell = useText().shell
  const text = useText().quality
  const names = useNames()
  const form = useId()
  const toast = useToast()
  const now = useNow()
  const { id: site } = useSite()
  const { timeZone, day } = useClock(site)
  const make = useAction('makeQualityReference', ['readQuality'])
  const [values, setValues] = useState(() => ({
    first: day(new Date(now - 7 * dayMs).toISOString()),
    last: day(new Date(now - dayMs).toISOString()),
    reason: '',
  }))
  const [isChecked, setChecked] = useState(false)
  const isDated = values.first !== '' && values.last !== ''
  const [from, to] = isDated ? [dayBounds(values.first, timeZone).from, dayBounds(values.last, timeZone).to] : [0, 0]
  const errors = {
    last: from < to && to <= now ? undefined : text.renewOrder,
    reason: values.reason.trim() === '' ? text.renewReasonMissing : undefined,
  }
  const shown = isChecked ? errors : undefined
  const set = (name: keyof typeof values) => (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (errors.last !== undefined || errors.reason !== undefined) return
    const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    await make.mutateAsync({ params: { site }, body: { camera, ...window, reason: values.reason.trim() } })
    toast({ message: text.renewDone })
    onClose()
  }
  const actions = (
    <>
      <Button onClick={onClose}>{shell.cancel}</Button>
      <Button look="primary" type="submit" form={form} isBusy={make.isPending}>
        {text.renewTitle}
      </Button>
    </>
  )
  return (
    <Dialog title={text.renewTitle} onClose={onClose} actions={actions}>
      <form id={form} className={styles.form} onSubmit={(event) => void submit(event).catch(() => {})} noValidate>
        <p>{text.renewWhat(names.camera(camera))}</p>
        <Field label={text.renewFirst}>
          <input type="date" value={values.first} onChange={set('first')} />
        </Field>
        <Field label={text.renewLast} error={shown?.last}>
          <input type="date" value={values.last} onChange={set('last')} />
        </Field>
        <Field label={text.renewReason} error={shown?.reason}>
          <textarea rows={3} maxLength={500} value={values.reason} onChange={set('reason')} />
        </Field>
        {make.error && <Problem error={make.error} />}
      </form>
    </Dialog>
  )
}
