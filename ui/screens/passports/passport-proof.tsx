import { Link } from '@tanstack/react-router'
import { Card } from '../../design/page.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { CheckSentence } from '../evaluations/check-sentence.tsx'
import type { ModelPassport } from './passport-lineage.ts'
import styles from './passports.module.css'
import { gateTones } from './tones.ts'

/** Why it may run: what the evaluation found, and who said yes. */
export function PassportProof({ passport: { model, evaluation, approvals, names } }: { passport: ModelPassport }) {
  const text = useText()
  const words = text.passports
  const { number } = useFormat()
  return (
    <Card title={words.proof}>
      {evaluation === undefined ? (
        <p className={styles.soft}>{words.noEvaluation}</p>
      ) : (
        <div className={styles.block}>
          <p className={styles.tags}>
            <Tag tone={gateTones[evaluation.gate.verdict]}>{words.gate[evaluation.gate.verdict]}</Tag>
            <Link to={`/evaluations/${evaluation.digest}` as string}>{words.toEvaluation}</Link>
          </p>
          <p>{text.evaluations.verdictSentence[evaluation.gate.verdict]}</p>
          <ul className={styles.bullets}>
            {decisive(evaluation).map((check) => (
              <li key={check.name}>
                <CheckSentence check={check} evaluation={evaluation} />
              </li>
            ))}
          </ul>
          {evaluation.champion !== undefined && (
            <ul className={styles.bullets}>
              <li>{words.alertsSaved(number(Math.round(evaluation.alertsSavedPerDay * 10) / 10))}</li>
              <li>{words.incidentsMissed(evaluation.incidentsMissed)}</li>
            </ul>
          )}
        </div>
      )}
      {approvals.length === 0 && <p className={styles.soft}>{words.noApprovals}</p>}
      {approvals.map(({ id, state, askedAt, decisions }) => (
        <div key={id} className={styles.block}>
          <p className={styles.tags}>
            <Tag tone={state === 'approved' ? 'good' : state === 'rejected' ? 'critical' : 'plain'}>{words.approvalState[state]}</Tag>
            <Link to={`/approvals/${id}` as string}>{words.toApproval}</Link>
            <span className={styles.soft}>
              {words.askedAt} <SiteTime at={askedAt} site={model.site} />
            </span>
          </p>
          <ul className={styles.bullets}>
            {decisions.map(({ by, at, decision, reason }) => (
              <li key={`${by} ${at}`}>
                <strong>{names[by] ?? by}</strong> {words.decided[decision]} <SiteTime at={at} site={model.site} />: {reason}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Card>
  )
}

/** What spoke against it, what nobody could tell, or else all that spoke for it. */
function decisive({ gate: { verdict, checks } }: NonNullable<ModelPassport['evaluation']>) {
  const outcome = { worse: 'failed', undecided: 'undecided', better: 'passed' }[verdict]
  return checks.filter((check) => check.outcome === outcome)
}
