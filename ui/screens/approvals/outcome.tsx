import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { type Approval, type Standing, standingTones } from './approval-state.ts'
import styles from './approvals.module.css'

interface OutcomeProps {
  readonly approval: Approval
  readonly standing: Standing
}

/** What became of the question, and what follows from it. Nothing while it is open. */
export function Outcome({ approval, standing }: OutcomeProps) {
  const words = useText().approvals
  if (standing === 'waiting') return null
  const { release, evaluation, decisions, plan, planNow } = approval
  if (standing === 'approved') {
    return (
      <Banner standing={standing} title={words.state.approved}>
        <p>{release === undefined ? words.releaseStarts : words.releaseIs}</p>
        {release !== undefined && (
          <ButtonLink look="primary" icon="forward" to="/releases/$id" params={{ id: release }}>
            {words.toRelease}
          </ButtonLink>
        )}
      </Banner>
    )
  }
  const toComparison = (
    <ButtonLink to="/evaluations/$digest" params={{ digest: evaluation }}>
      {words.toComparison}
    </ButtonLink>
  )
  if (standing === 'rejected') {
    return (
      <Banner standing={standing} title={words.state.rejected}>
        <p>{words.refused}</p>
      </Banner>
    )
  }
  if (standing === 'expired') {
    return (
      <Banner standing={standing} title={words.expired}>
        <p>{words.expiredAdvice}</p>
        {toComparison}
      </Banner>
    )
  }
  const isOtherPlan = planNow.digest !== plan
  return (
    <Banner standing={standing} title={isOtherPlan ? words.planChanged : words.outdated}>
      <p>{isOtherPlan ? words.planChangedAdvice : `${decisions.at(-1)?.reason ?? ''} ${words.expiredAdvice}`}</p>
      {isOtherPlan ? <AskAgain approval={approval} /> : toComparison}
    </Banner>
  )
}

function Banner({ standing, title, children }: { standing: Standing; title: string; children: ReactNode }) {
  return (
    <div className={`${styles.banner} ${styles[standingTones[standing]]}`} role="status">
      <p className={styles.strong}>{title}</p>
      {children}
    </div>
  )
}

/** The same model by the plan of now is another question. */
function AskAgain({ approval: { model } }: { approval: Approval }) {
  const words = useText().approvals
  const toast = useToast()
  const navigate = useNavigate()
  const mayAsk = useCan('data-scientist')
  const ask = useAction('requestApproval', ['listApprovals', 'getApproval'])
  if (!mayAsk) return null
  const { name, version } = model
  const submit = () =>
    ask.mutate(
      { params: { name, version } },
      {
        onSuccess: ({ id }) => {
          toast({ message: words.askedAgain })
          void navigate({ to: '/approvals/$id', params: { id } })
        },
      },
    )
  return (
    <>
      <Button look="primary" icon="question" isBusy={ask.isPending} onClick={submit}>
        {words.askAgain}
      </Button>
      {ask.error && <Problem error={ask.error} onRetry={submit} />}
    </>
  )
}
