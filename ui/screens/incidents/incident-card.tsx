import { memo } from 'react'
import { verdictTones } from '../../decisions/verdict-tones.ts'
import { Tag } from '../../design/tag.tsx'
import { useIncidentLabel } from '../../fleet/use-incident-label.ts'
import { Picture } from '../../picture/picture.tsx'
import { useText } from '../../text/text.ts'
import styles from './incident-card.module.css'
import type { Incident } from './incident-pages.ts'
import { useSnapshot } from './use-snapshot.ts'

export interface IncidentCardProps {
  readonly incident: Incident
  readonly index: number
  readonly view: string
  readonly camera: string
  readonly rule: string
  /** By the clock of the site. */
  readonly time: string
  /** "2 minutes ago", of what is young. */
  readonly ago: string | undefined
  readonly isSelected: boolean
  /** Whether the person may decide; without it there is nothing to select for. */
  readonly canSelect: boolean
  /** Not while the list flies by: nobody sees those pictures. */
  readonly isPictureWanted: boolean
}

const verdictIcons = { confirmed: 'check', rejected: 'cross', inconclusive: 'question' } as const

/** One incident in the list. What is done with it is handled by the list, so that a card is cheap to make. */
export const IncidentCard = memo(function IncidentCard(props: IncidentCardProps) {
  const { incident, index, view, camera, rule, time, ago, isSelected, canSelect, isPictureWanted } = props
  const { words, incidents: text, cameraHealth } = useText()
  const isOfCamera = incident.kind === 'camera'
  const label = useIncidentLabel()(incident)
  const { id, severity, state, verdict, phase, isLate, peak, snapshot } = incident
  const source = useSnapshot(id, isPictureWanted && snapshot !== undefined)
  const { box, confidence } = peak.detection
  const name = text.cardName(words.severity[severity], label, camera, time)
  return (
    <article
      className={styles.card}
      data-incident={id}
      data-index={index}
      data-severity={severity}
      data-decided={verdict !== undefined || state === 'resolved' || undefined}
      data-selected={isSelected || undefined}
    >
      <a className={styles.open} href={`/incidents/${id}${view}`} draggable={false}>
        <span className={styles.picture} aria-hidden="true">
          {/* The device has drawn its boxes into its picture. */}
          <Picture source={source} alt="" boxes={source === undefined && !isOfCamera ? [{ label, box, confidence }] : []} />
        </span>
        <span className={styles.words}>
          <span className={styles.title}>{label}</span>
          <span className={styles.where}>
            {camera} · {isOfCamera ? cameraHealth.cameraItself : rule}
          </span>
          <span className={styles.when}>
            <time dateTime={incident.startedAt}>{time}</time>
            {ago !== undefined && <span> · {ago}</span>}
          </span>
          <span className={styles.tags}>
            <Tag tone={severity}>{words.severity[severity]}</Tag>
            {verdict !== undefined && (
              <Tag tone={verdictTones[verdict]} icon={verdictIcons[verdict]}>
                {words.verdict[verdict]}
              </Tag>
            )}
            {(state === 'resolved' || (state === 'acknowledged' && verdict === undefined)) && <Tag>{words.state[state]}</Tag>}
            {phase === 'open' && <Tag tone="plain">{text.phase.open}</Tag>}
            {isLate && <Tag icon="clock">{text.late}</Tag>}
          </span>
        </span>
      </a>
      {canSelect && (
        <label className={styles.pick}>
          <input type="checkbox" checked={isSelected} readOnly aria-label={text.select(name)} />
        </label>
      )}
    </article>
  )
})
