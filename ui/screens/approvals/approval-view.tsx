import { useState } from 'react'
import { Page } from '../../design/page.tsx'
import { Tag } from '../../design/tag.tsx'
import { useSites } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useNow } from '../../time/use-now.ts'
import { AnswerCard } from './answer-card.tsx'
import { type Approval, modelName, standingOf, standingTones } from './approval-state.ts'
import styles from './approvals.module.css'
import { BoundCard } from './bound-card.tsx'
import { ComparisonCard } from './comparison-card.tsx'
import { type Lost, LostAnswer } from './lost-answer.tsx'
import { Outcome } from './outcome.tsx'
import { PeopleCard } from './people-card.tsx'
import { PlanCard } from './plan-card.tsx'
import { useNameOf } from './use-name-of.ts'

interface ApprovalViewProps {
  readonly approval: Approval
  readonly onRefetch: () => unknown
}

/** What is asked, by what it can be judged, who has answered, and the answer itself. */
export function ApprovalView({ approval, onRefetch }: ApprovalViewProps) {
  const words = useText().approvals
  const standing = standingOf(approval, useNow())
  const [lost, setLost] = useState<Lost>()
  const refuse = (answer: Lost) => {
    setLost(answer)
    onRefetch()
  }
  return (
    <Page title={words.title(modelName(approval))} lead={<Lead approval={approval} />} actions={<StandingTag standing={standing} />} isWide>
      {lost !== undefined && <LostAnswer approval={approval} answer={lost} />}
      <Outcome approval={approval} standing={standing} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <ComparisonCard digest={approval.evaluation} gate={approval.gate} />
          <PlanCard planNow={approval.planNow} isOther={approval.planNow.digest !== approval.plan} />
        </div>
        <div className={styles.column}>
          <PeopleCard approval={approval} />
          <BoundCard approval={approval} />
        </div>
      </div>
      {standing === 'waiting' && <AnswerCard approval={approval} onLost={refuse} />}
    </Page>
  )
}

function StandingTag({ standing }: { standing: keyof typeof standingTones }) {
  return <Tag tone={standingTones[standing]}>{useText().approvals.state[standing]}</Tag>
}

function Lead({ approval }: { approval: Approval }) {
  const words = useText().approvals
  const { all } = useSites()
  const nameOf = useNameOf(approval)
  const { site, askedBy, askedAt, expiresAt, state } = approval
  return (
    <>
      {all.find(({ id }) => id === site)?.name ?? site} · {askedBy === undefined ? words.askedBySystem : words.askedBy(nameOf(askedBy))},{' '}
      <SiteTime at={askedAt} site={site} as="ago" /> · {state === 'waiting' ? words.until : words.closedAt}{' '}
      <SiteTime at={expiresAt} site={site} />
      {state === 'waiting' && (
        <>
          {' '}
          (<SiteTime at={expiresAt} site={site} as="ago" />)
        </>
      )}
    </>
  )
}
