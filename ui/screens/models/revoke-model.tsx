import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { keyOf, useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useText } from '../../text/text.ts'
import styles from './models.module.css'

interface RevokeModelProps {
  readonly model: { readonly name: string; readonly version: string; readonly isChampion: boolean }
  readonly onClose: () => void
}

/** Takes a model back for ever, and says why. */
export function RevokeModel({ model: { name, version, isChampion }, onClose }: RevokeModelProps) {
  const text = useText()
  const words = text.models
  const toast = useToast()
  const client = useQueryClient()
  const form = useId()
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const revoke = useAction('revokeModel', ['getModel', 'listModels', 'listReleases', 'listApprovals', 'getModelPassport'])
  const isMissing = reason.trim() === ''
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (isMissing) return
    revoke.mutate(
      { params: { name, version }, body: { reason: reason.trim() } },
      {
        onSuccess: () => {
          toast({ message: words.revoked })
          onClose()
        },
        // It may be revoked all the same, and a device have nothing to fall back on: the page must not say otherwise.
        onError: () => client.invalidateQueries({ queryKey: keyOf('getModel') }),
      },
    )
  }
  return (
    <Dialog
      title={words.revokeTitle(`${name} ${version}`)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{text.shell.cancel}</Button>
          <Button type="submit" form={form} look="danger" icon="halt" isBusy={revoke.isPending}>
            {words.revoke}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={submit} noValidate>
        <p>{words.revokeLead}</p>
        {isChampion && <p className={styles.danger}>{words.revokeChampion}</p>}
        <Field label={words.reason} hint={words.reasonHint} error={isTried && isMissing ? words.reasonMissing : undefined}>
          <textarea rows={3} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {revoke.error && <Problem error={revoke.error} onRetry={() => submit()} />}
      </form>
    </Dialog>
  )
}
