import { Icon } from '../../design/icon.tsx'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { type Approval, countYes } from './approval-state.ts'
import styles from './approvals.module.css'
import { useNameOf } from './use-name-of.ts'

/** How many must say yes, who has answered, and who may not. */
export function PeopleCard({ approval }: { approval: Approval }) {
  const words = useText().approvals
  const { needed, decisions, site } = approval
  const nameOf = useNameOf(approval)
  return (
    <Card title={words.people}>
      <p>{words.needed(needed)}</p>
      {decisions.length === 0 ? (
        <p className={styles.soft}>{words.noAnswers}</p>
      ) : (
        <ul className={styles.answers}>
          {decisions.map(({ by, at, decision, reason }) => (
            <li key={`${by} ${at}`}>
              <span className={decision === 'approved' ? styles.good : styles.critical}>
                <Icon name={decision === 'approved' ? 'check' : 'cross'} />
              </span>
              <div>
                <p>
                  <strong>
                    <bdi>{nameOf(by)}</bdi>
                  </strong>{' '}
                  {decision === 'approved' ? words.saysYes : words.saysNo}
                </p>
                <p className={styles.reason}>{reason}</p>
                <p className={styles.soft}>
                  <SiteTime at={at} site={site} />
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {needed > 1 && <p className={styles.strong}>{words.counted(countYes(approval), needed)}</p>}
      <Partial approval={approval} />
    </Card>
  )
}

function Partial({ approval }: { approval: Approval }) {
  const words = useText().approvals
  const nameOf = useNameOf(approval)
  const { partial, names } = approval
  const known = partial.filter((id) => names[id] !== undefined)
  const gone = partial.length > known.length
  return (
    <div className={styles.rule}>
      <p className={styles.soft}>{words.twoPeople}</p>
      {partial.length === 0 ? (
        <p className={styles.soft}>{words.noPartial}</p>
      ) : (
        <details open={partial.length <= 6}>
          <summary>{words.partial(partial.length)}</summary>
          <ul className={styles.names}>
            {known.map((id) => (
              <li key={id}>
                <bdi>{nameOf(id)}</bdi>
              </li>
            ))}
            {gone && <li className={styles.soft}>{words.formerly}</li>}
          </ul>
        </details>
      )}
    </div>
  )
}
