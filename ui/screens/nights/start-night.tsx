import { type FormEvent, useId, useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import { useNow } from '../../time/use-now.ts'
import styles from './nights.module.css'

interface StartNightProps {
  readonly site: string
  readonly onClose: () => void
  readonly onStarted: (id: string) => void
}

/** Asks which date, and whether once more, and starts the night. */
export function StartNight({ site, onClose, onStarted }: StartNightProps) {
  const text = useText()
  const words = text.nights
  const toast = useToast()
  const clock = useClock(site)
  const today = clock.day(new Date(useNow()).toISOString())
  const form = useId()
  const [date, setDate] = useState('')
  const [isAgain, setAgain] = useState(false)
  const [isKnown, setKnown] = useState(false)
  const start = useAction('startNight', ['listNights'])
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    start.mutate(
      { body: { site, ...(date !== '' && { date }), ...(isAgain && { again: true }) } },
      {
        onSuccess: (night) => {
          // A date that has had its run answers with that run.
          if (night.state !== 'running') return setKnown(true)
          toast({ message: words.started })
          onStarted(night.id)
        },
      },
    )
  }
  return (
    <Dialog
      title={words.startTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{text.shell.cancel}</Button>
          <Button type="submit" form={form} look="primary" icon="play" isBusy={start.isPending}>
            {words.startDo}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={submit}>
        <p>{words.startLead}</p>
        <Field label={words.date} hint={words.dateHint}>
          <input type="date" value={date} max={today} onChange={(event) => setDate(event.target.value)} />
        </Field>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={isAgain}
            onChange={(event) => {
              setAgain(event.target.checked)
              setKnown(false)
            }}
          />
          {words.again}
        </label>
        {isKnown && (
          <p className={styles.notice} role="alert">
            {words.known}
          </p>
        )}
        {start.error && <Problem error={start.error} onRetry={() => submit()} />}
      </form>
    </Dialog>
  )
}
