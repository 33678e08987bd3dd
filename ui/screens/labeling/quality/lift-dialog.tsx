import { useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Dialog } from '../../../design/dialog.tsx'
import { Field } from '../../../design/field.tsx'
import { Problem } from '../../../design/state.tsx'
import { useToast } from '../../../design/toast.tsx'
import { useText } from '../../../text/text.ts'
import styles from './lift-dialog.module.css'
import type { Finding } from './site-quality-tab.tsx'

/** Lets somebody's answers count again, with a reason. */
export function LiftDialog({ finding, name, onClose }: { finding: Finding; name: string; onClose: () => void }) {
  const { labeling: text, shell } = useText()
  const [note, setNote] = useState('')
  const [isRestored, setRestored] = useState<boolean>()
  const lift = useAction('liftFinding', ['readLabelerQuality', 'countTasks'])
  const toast = useToast()
  const isReady = note.trim() !== '' && isRestored !== undefined
  const send = () => {
    if (!isReady) return
    const input = { params: { site: finding.site, id: finding.id }, body: { isRestored, note: note.trim() } }
    lift.mutate(input, {
      onSuccess: () => {
        toast({ message: text.lifted(name) })
        onClose()
      },
    })
  }
  const actions = (
    <>
      <Button onClick={onClose}>{shell.cancel}</Button>
      <Button look="primary" disabled={!isReady} isBusy={lift.isPending} onClick={send}>
        {text.lift}
      </Button>
    </>
  )
  return (
    <Dialog title={text.liftTitle(name, finding.label)} onClose={onClose} actions={actions}>
      <div className={styles.form}>
        <fieldset className={styles.choice}>
          <legend>{text.liftQuestion}</legend>
          <label>
            <input type="radio" name="restored" checked={isRestored === true} onChange={() => setRestored(true)} />
            {text.liftAll}
          </label>
          <label>
            <input type="radio" name="restored" checked={isRestored === false} onChange={() => setRestored(false)} />
            {text.liftLater}
          </label>
        </fieldset>
        <Field label={text.liftNote} hint={text.liftNoteHint}>
          <textarea rows={3} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {lift.error && <Problem error={lift.error} onRetry={send} />}
      </div>
    </Dialog>
  )
}
