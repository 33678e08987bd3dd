import { type FormEvent, useId, useState } from 'react'
import { itemsOf, useAction, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { useClock } from '../../time/use-clock.ts'
import { isOver } from './run-states.ts'
import styles from './runs.module.css'

interface StartRunProps {
  readonly site: string
  readonly onClose: () => void
  readonly onStarted: (id: string) => void
}

/** Asks which dataset, and whether once more, and starts the run. */
export function StartRun({ site, onClose, onStarted }: StartRunProps) {
  const text = useText()
  const words = text.runs
  const toast = useToast()
  const clock = useClock(site)
  const { number } = useFormat()
  const form = useId()
  const [dataset, setDataset] = useState('')
  const [isAgain, setAgain] = useState(false)
  const [isKnown, setKnown] = useState(false)
  const datasets = useApiPages('listDatasets', { query: { site, limit: 50 } })
  const start = useAction('startRun', ['listRuns'])
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    start.mutate(
      { body: { site, ...(dataset !== '' && { dataset }), ...(isAgain && { again: true }) } },
      {
        onSuccess: (run) => {
          // A dataset that has had its run answers with that run.
          if (isOver(run)) return setKnown(true)
          toast({ message: words.started })
          onStarted(run.id)
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
            {words.start}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={submit}>
        <p>{words.startLead}</p>
        <Field label={words.dataset}>
          <select
            value={dataset}
            onChange={(event) => {
              setDataset(event.target.value)
              setKnown(false)
            }}
          >
            <option value="">{words.newest}</option>
            {itemsOf<'listDatasets'>(datasets.data).map(({ version, createdAt, items }) => (
              <option key={version} value={version}>
                {version} · {clock.date(createdAt)} · {text.datasets.frames(number(items))}
              </option>
            ))}
          </select>
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
        {datasets.error && <Problem error={datasets.error} onRetry={() => datasets.refetch()} />}
        {start.error && <Problem error={start.error} onRetry={() => submit()} />}
      </form>
    </Dialog>
  )
}
