import { type FormEvent, useId, useState } from 'react'
import { ApiProblem } from '../../api/api-problem.ts'
import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useSites } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { type Approval, countYes, modelName } from './approval-state.ts'
import styles from './approvals.module.css'
import { Digests } from './bound-card.tsx'
import type { Lost } from './lost-answer.tsx'

interface AnswerDialogProps {
  readonly approval: Approval
  readonly decision: 'approved' | 'rejected'
  readonly onClose: () => void
  readonly onLost: (answer: Lost) => void
}

/** Says what the answer does, asks why, and sends it with the digests of what was shown when it was opened. */
export function AnswerDialog({ approval, decision, onClose, onLost }: AnswerDialogProps) {
  const text = useText()
  const words = text.approvals
  const toast = useToast()
  const { all } = useSites()
  const formId = useId()
  // The page behind goes on asking; what is sent is what was on it when somebody made up their mind.
  const [shown] = useState(approval)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const decide = useAction('decideApproval', ['getApproval', 'listApprovals', 'getModel', 'listModels', 'listReleases'])
  const isYes = decision === 'approved'
  const isLast = countYes(shown) + 1 >= shown.needed
  const site = all.find(({ id }) => id === shown.site)?.name ?? shown.site

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (reason.trim() === '') return
    const { id, model, evaluation, planNow } = shown
    const body = { decision, reason: reason.trim(), model: model.digest, evaluation, plan: planNow.digest }
    decide.mutate(
      { params: { id }, body },
      {
        onSuccess: ({ state }) => {
          toast({ message: state === 'approved' ? words.approved : state === 'rejected' ? words.rejected : words.approvedFirst })
          onClose()
        },
        onError: (error) => {
          if (!(error instanceof ApiProblem && error.code === 'approval-closed')) return
          onLost({ reason: reason.trim() })
          onClose()
        },
      },
    )
  }
  const actions = (
    <>
      <Button onClick={onClose}>{text.shell.cancel}</Button>
      <Button type="submit" form={formId} look={isYes ? 'primary' : 'danger'} isBusy={decide.isPending}>
        {isYes ? words.approve : words.reject}
      </Button>
    </>
  )
  const name = modelName(shown)
  return (
    <Dialog title={isYes ? words.approveTitle(name) : words.rejectTitle(name)} onClose={onClose} actions={actions}>
      <form id={formId} className={styles.form} onSubmit={submit} noValidate>
        <p>{isYes ? (isLast ? words.approveWhat(site) : words.approveFirst) : words.rejectWhat}</p>
        <Field label={words.reason} hint={words.reasonHint} error={isTried && reason.trim() === '' ? words.reasonMissing : undefined}>
          <textarea rows={3} maxLength={2000} value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <div>
          <p className={styles.soft}>{words.sent}</p>
          <Digests approval={{ ...shown, plan: shown.planNow.digest }} />
        </div>
        {decide.error && <Problem error={decide.error} onRetry={() => submit()} />}
      </form>
    </Dialog>
  )
}
