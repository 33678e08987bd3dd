import { useApi } from '../../api/use-api.ts'
import type { IncidentDetail } from '../../decisions/decision.ts'
import { Card } from '../../design/page.tsx'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useCan } from '../../people/use-me.ts'
import { type Text, useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './alert-card.module.css'

type Alert = IncidentDetail['alerts'][number]

const tones: Readonly<Record<Alert['state'], Tone>> = {
  pending: 'info',
  claimed: 'info',
  done: 'good',
  failed: 'critical',
  suppressed: 'plain',
}

/** Who was told, over which channel, and what became of it. */
export function AlertCard({ site, alerts }: { site: string; alerts: readonly Alert[] }) {
  const text = useText().incident.alerts
  const mayRead = useCan('site-engineer', 'iot-engineer', 'safety-auditor')
  const { data: roster } = useApi('getRoster', { params: { site } }, { isOff: !mayRead })
  const nameOf = (id: string) => roster?.recipients.find((one) => one.id === id)?.name ?? id
  return (
    <Card title={text.title}>
      {alerts.length === 0 ? (
        <p className={styles.none}>{text.none}</p>
      ) : (
        <ul className={styles.list}>
          {alerts.map((alert) => (
            <li key={`${alert.recipient} ${alert.channel} ${alert.kind}`}>
              <span className={styles.who}>
                <strong>{alert.channel === 'push' ? text.browser : nameOf(alert.recipient)}</strong> {text.channels[alert.channel]}
              </span>
              <Tag tone={tones[alert.state]}>{text.states[alert.state]}</Tag>
              <span className={styles.more}>
                <SiteTime at={alert.firstSentAt ?? alert.createdAt} site={site} as="time" />
                {alert.attempts > 1 && ` · ${text.attempts(alert.attempts)}`}
                {alert.reason !== undefined && ` · ${reasonOf(alert.reason, text)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** A reason of ours in words, or what the provider said as it said it. */
function reasonOf(reason: string, { reasons }: Text['incident']['alerts']): string {
  return reason in reasons ? reasons[reason as keyof typeof reasons] : reason
}
