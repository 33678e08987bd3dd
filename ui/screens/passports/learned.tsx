import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Answer } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { ButtonLink } from '../../design/button-link.tsx'
import { Card, Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useCan } from '../../people/use-me.ts'
import { Picture } from '../../picture/picture.tsx'
import { useFrameLinks } from '../../picture/use-frame-links.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { useClock } from '../../time/use-clock.ts'
import { learnedLineage } from './learned-lineage.ts'
import type { LineageNode } from './lineage.ts'
import { LineageGraph } from './lineage-graph.tsx'
import styles from './passports.module.css'

export function IncidentLearned({ id }: { id: string }) {
  const text = useText()
  const words = text.passports
  const lineage = useApi('getIncidentLineage', { params: { id } })
  const incident = useApi('getIncident', { params: { id } })
  const names = useNames(incident.data?.incident.site)
  const clock = useClock(incident.data?.incident.site)
  return (
    <Loaded of={incident}>
      {({ incident: { label, camera, startedAt, verdict } }) => (
        <Learned
          title={words.learnedFromIncident(label)}
          lead={`${names.camera(camera)} · ${clock.moment(startedAt)} · ${text.words.verdict[verdict ?? 'none']}`}
          origin={{
            key: 'origin',
            kind: 'incident',
            title: `${label} · ${names.camera(camera)}`,
            note: clock.date(startedAt),
            to: `/incidents/${id}`,
            isHere: true,
          }}
          lineage={lineage}
          advice={verdict === undefined ? words.judgeFirst : words.nextNight}
          actions={
            <ButtonLink to="/incidents/$id" params={{ id }} search={{}} icon="incidents">
              {words.toIncident}
            </ButtonLink>
          }
        />
      )}
    </Loaded>
  )
}

export function FrameLearned({ id }: { id: string }) {
  const words = useText().passports
  const lineage = useApi('getFrameLineage', { params: { id } })
  const maySee = useCan('data-scientist', 'data-labeler', 'safety-auditor')
  const links = useFrameLinks(maySee ? [[id]] : [])
  return (
    <Learned
      title={words.learnedFromFrame}
      lead={<code>{id}</code>}
      origin={{ key: 'origin', kind: 'frame', title: id.slice(0, 16), to: `/lineage/frame/${id}`, isHere: true }}
      lineage={lineage}
      advice={words.nextNight}
    >
      {maySee && (
        <div className={styles.picture}>
          <Picture source={links.get(id)} alt={words.pictureItself} />
        </div>
      )}
    </Learned>
  )
}

export function DatasetLearned({ id }: { id: string }) {
  const words = useText().passports
  const lineage = useApi('getDatasetLineage', { params: { version: id } })
  return (
    <Learned
      title={words.learnedFromDataset(id)}
      origin={undefined}
      lineage={lineage}
      advice={words.startRun}
      actions={
        <ButtonLink to="/datasets/$version" params={{ version: id }} icon="datasets">
          {words.toDataset}
        </ButtonLink>
      }
    />
  )
}

interface LearnedProps {
  readonly title: string
  readonly lead?: ReactNode
  /** What was learned from; undefined where it is a dataset itself. */
  readonly origin: LineageNode | undefined
  readonly lineage: { data: Answer<'getIncidentLineage'> | undefined; error: unknown; refetch(): unknown }
  /** What must happen before something learns from it. */
  readonly advice: string
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

function Learned({ title, lead, origin, lineage, advice, actions, children }: LearnedProps) {
  const text = useText()
  const words = text.passports
  const format = useFormat()
  return (
    <Page isWide title={title} lead={lead} actions={actions}>
      {children}
      <Loaded of={lineage}>
        {(learned) => (
          <Card title={words.learnedTitle}>
            {learned.datasets.count + learned.models.count === 0 ? (
              <Empty icon="models" title={words.nothingLearned}>
                {advice}
                <Link to="/datasets">{text.screens.datasets}</Link>
              </Empty>
            ) : (
              <>
                <p className={styles.soft}>
                  {words.learnedSummary(
                    format.number(learned.datasets.count),
                    format.number(learned.models.count),
                    format.number(learned.devices.count),
                  )}
                </p>
                {learned.models.count === 0 && <p className={styles.soft}>{words.startRun}</p>}
                <LineageGraph lineage={learnedLineage(learned, origin, { text, format })} label={words.learnedTitle} />
              </>
            )}
          </Card>
        )}
      </Loaded>
    </Page>
  )
}
