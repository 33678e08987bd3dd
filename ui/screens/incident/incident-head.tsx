import type { IncidentDetail } from '../../decisions/decision.ts'
import { verdictTones } from '../../decisions/verdict-tones.ts'
import { Button } from '../../design/button.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './incident-head.module.css'

type Incident = IncidentDetail['incident']

/** How grave, how far, what was said, and when: at one glance. */
export function IncidentTags({ incident }: { incident: Incident }) {
  const { words, incident: text } = useText()
  const { severity, state, verdict, phase, startedAt, site, isLate } = incident
  return (
    <span className={styles.tags}>
      <Tag tone={severity} icon="incidents">
        {words.severity[severity]}
      </Tag>
      <Tag>{words.state[state]}</Tag>
      <Tag tone={verdictTones[verdict ?? 'none']}>{words.verdict[verdict ?? 'none']}</Tag>
      {phase === 'open' && <Tag tone="warning">{text.open}</Tag>}
      {isLate && <Tag>{text.late}</Tag>}
      <span>
        <SiteTime at={startedAt} site={site} /> (<SiteTime at={startedAt} site={site} as="ago" />)
      </span>
    </span>
  )
}

interface IncidentActionsProps {
  /** As it will be when what waits is sent. */
  readonly state: Incident['state']
  readonly mayDecide: boolean
  onAcknowledge(): void
  onResolve(): void
  onReopen(): void
  onOlder(): void
  onNewer(): void
}

export function IncidentActions({ state, mayDecide, ...on }: IncidentActionsProps) {
  const text = useText().incident
  return (
    <>
      <span className={styles.states}>
        {mayDecide && state === 'new' && (
          <Button icon="person" onClick={on.onAcknowledge}>
            {text.acknowledge}
          </Button>
        )}
        {mayDecide && state !== 'resolved' && (
          <Button icon="check" onClick={on.onResolve}>
            {text.resolve}
          </Button>
        )}
        {mayDecide && state === 'resolved' && (
          <Button icon="undo" onClick={on.onReopen}>
            {text.reopen}
          </Button>
        )}
      </span>
      <Button look="quiet" icon="up" label={text.newer} onClick={on.onNewer} />
      <Button look="quiet" icon="down" label={text.older} onClick={on.onOlder} />
    </>
  )
}
