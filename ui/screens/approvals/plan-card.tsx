import { Card } from '../../design/page.tsx'
import { useLanguage } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Approval } from './approval-state.ts'
import styles from './approvals.module.css'
import { planWords } from './plan-words.ts'

interface PlanCardProps {
  readonly planNow: Approval['planNow']
  /** It is not the plan that was asked about. */
  readonly isOther: boolean
}

/** The way of the release through the devices, in words. */
export function PlanCard({ planNow: { policy }, isOther }: PlanCardProps) {
  const { language, text } = useLanguage()
  const words = text.approvals
  const format = useFormat()
  return (
    <Card title={isOther ? words.planNow : words.plan}>
      <p>{words.planLead}</p>
      <ol className={styles.rings}>
        {policy.rings.map(({ name, share }, index) => (
          <li key={name}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <strong>
              <bdi>{name}</bdi>
            </strong>
            <span className={styles.share} aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} />
            </span>
            <span>{words.toDevices(format.percent(share))}</span>
          </li>
        ))}
      </ol>
      <ul className={styles.sentences}>
        {planWords(policy, words, format, language).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Card>
  )
}
