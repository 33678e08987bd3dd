import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Answer } from '../../api/call.ts'
import type { IncidentDetail } from '../../decisions/decision.ts'
import { Icon } from '../../design/icon.tsx'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import styles from './rule-card.module.css'

export type NamedRule = Answer<'listRules'>['items'][number]

interface RuleCardProps {
  readonly incident: IncidentDetail['incident']
  /** As it is now; undefined where it is gone. */
  readonly named: NamedRule | undefined
  readonly secondsSeen: number | undefined
}

/** Which rule fired and why: what it asks for beside what was reached. */
export function RuleCard({ incident, named, secondsSeen }: RuleCardProps) {
  const {
    incident: { rule: text },
    passports,
  } = useText()
  const { detection } = incident.peak
  const percent = (share: number) => Math.round(share * 100)
  const reached = text.reachedConfidence(percent(detection.confidence))
  return (
    <Card title={text.title}>
      <p className={styles.sentence}>
        <strong>{named?.name ?? incident.rule}</strong>
      </p>
      {named === undefined ? (
        <p className={styles.gone}>
          {text.gone} {reached}
        </p>
      ) : (
        <ul className={styles.list}>
          <Asked asked={text.confidence(incident.label, percent(named.rule.confidence))} reached={reached} />
          {named.rule.dwellSeconds > 0 && (
            <Asked
              asked={text.dwell(named.rule.dwellSeconds)}
              reached={secondsSeen === undefined ? undefined : text.seenFor(secondsSeen)}
            />
          )}
          {named.rule.dwellSeconds === 0 && secondsSeen !== undefined && <Asked asked={text.noDwell} reached={text.seenFor(secondsSeen)} />}
          <Asked
            asked={named.rule.zone === undefined ? text.everywhere : text.zone(text.anchors[named.rule.anchor])}
            reached={named.rule.zone === undefined ? undefined : text.inZone}
          />
        </ul>
      )}
      <p className={styles.model}>
        {text.model(`${incident.model.name} ${incident.model.version}`)}{' '}
        <Link to="/lineage/$kind/$id" params={{ kind: 'incident', id: incident.id }}>
          {passports.learnedLink}
        </Link>
      </p>
    </Card>
  )
}

function Asked({ asked, reached }: { asked: ReactNode; reached: ReactNode }) {
  return (
    <li>
      <Icon name="check" size={16} />
      <span>
        {asked}
        {reached !== undefined && <em>{reached}</em>}
      </span>
    </li>
  )
}
