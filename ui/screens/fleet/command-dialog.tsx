import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import type { Rollout, RolloutCommand } from '../../fleet/rollout-progress.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

interface CommandDialogProps {
  readonly rollout: Pick<Rollout, 'id'>
  readonly command: RolloutCommand
  readonly title: string
  readonly onClose: () => void
}

const operations = { halt: 'haltRollout', resume: 'resumeRollout', 'roll-back': 'rollBackRollout' } as const

/** Says what a command does, and asks why. */
export function CommandDialog({ rollout: { id }, command, title, onClose }: CommandDialogProps) {
  const text = useText()
  const words = text.fleet
  const show = useToast()
  const [reason, setReason] = useState('')
  const tell = useAction(operations[command], ['getRollout', 'listRollouts', 'readFleet'])
  const what = { halt: words.haltWhat, resume: words.resumeWhat, 'roll-back': words.rollBackWhat }[command]
  const submit = async () => {
    await tell.mutateAsync({ params: { id }, body: { reason: reason.trim() } })
    show({ message: words.done[command] })
    onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit().catch(() => {})
        }}
      >
        <p>{what}</p>
        <Field label={words.reason} hint={words.reasonHint}>
          <textarea required rows={3} maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
        {tell.error && <Problem error={tell.error} />}
        <div className={styles.buttons}>
          <Button onClick={onClose}>{text.shell.cancel}</Button>
          <Button type="submit" look={command === 'resume' ? 'primary' : 'danger'} isBusy={tell.isPending} disabled={reason.trim() === ''}>
            {title}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
