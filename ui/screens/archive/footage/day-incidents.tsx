import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Card } from '../../../design/page.tsx'
import { Empty, Loaded } from '../../../design/state.tsx'
import { Tag } from '../../../design/tag.tsx'
import { useCan } from '../../../people/use-me.ts'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import styles from './day-incidents.module.css'
import { EvidenceDialog } from './evidence-dialog.tsx'
import type { Incident } from './use-footage.ts'

export interface DayIncidentsProps {
  readonly site: string
  readonly incidents: readonly Incident[]
  readonly isCutOff: boolean
  readonly read: { readonly data: unknown; readonly error: unknown; refetch(): unknown }
  readonly onPlay: (incident: Incident) => void
}

/** The incidents of a day: to watch, to open, to take along as evidence. */
export function DayIncidents({ site, incidents, isCutOff, read, onPlay }: DayIncidentsProps) {
  const text = useText()
  const words = text.archive
  const mayTakeEvidence = useCan('safety-auditor', 'site-engineer')
  const [evidence, setEvidence] = useState<Incident>()
  return (
    <Card title={words.incidentsOfDay(incidents.length)}>
      <Loaded of={read}>
        {() =>
          incidents.length === 0 ? (
            <Empty icon="check" title={words.noIncidents}>
              {words.noIncidentsAdvice}
            </Empty>
          ) : (
            <ul className={styles.list}>
              {incidents.map((incident) => (
                <li key={incident.id} className={styles.row}>
                  <SiteTime at={incident.startedAt} site={site} as="time" />
                  <Tag tone={incident.severity}>{text.words.severity[incident.severity]}</Tag>
                  <Link className={styles.name} to="/incidents/$id" params={{ id: incident.id }}>
                    {incident.rule}
                  </Link>
                  <span className={styles.verdict}>{text.words.verdict[incident.verdict ?? 'none']}</span>
                  <span className={styles.actions}>
                    <Button size="small" icon="play" label={`${words.play} ${incident.rule}`} onClick={() => onPlay(incident)}>
                      {words.play}
                    </Button>
                    {mayTakeEvidence && (
                      <Button
                        size="small"
                        icon="archive"
                        label={`${words.evidence} ${incident.rule}`}
                        onClick={() => setEvidence(incident)}
                      >
                        {words.evidence}
                      </Button>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {isCutOff && <p>{words.incidentsCutOff}</p>}
      {evidence !== undefined && <EvidenceDialog incident={evidence} onClose={() => setEvidence(undefined)} />}
    </Card>
  )
}
