import { Link } from '@tanstack/react-router'
import type { Answer } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { Tag } from '../../design/tag.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { boxColour } from '../../picture/boxes.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './frame-dialog.module.css'
import type { DatasetItem } from './picture-grid.tsx'

interface FrameFactsProps {
  readonly frame: string
  readonly shown: Pick<DatasetItem, 'at' | 'camera' | 'recording' | 'annotations' | 'absent' | 'incidents'>
  /** As the version has it; undefined for a picture that is reached by a link alone. */
  readonly item: DatasetItem | undefined
  readonly reasons: Answer<'getFrame'>['frame']['reasons']
  readonly site: string
}

/** Where a picture comes from, what is on it and on whose word, and which models learned from it. */
export function FrameFacts({ frame, shown, item, reasons, site }: FrameFactsProps) {
  const { datasets: text, passports } = useText()
  const names = useNames(site)
  const lineage = useApi('getFrameLineage', { params: { id: frame } })
  return (
    <div className={styles.facts}>
      {item !== undefined && (
        <p className={styles.tags}>
          <Tag tone="info">{text.split[item.split]}</Tag>
          <Tag>{text.group[item.group]}</Tag>
        </p>
      )}
      <Annotations annotations={shown.annotations} />
      <dl className={styles.rows}>
        {shown.absent.length > 0 && <Row name={text.absent}>{shown.absent.join(', ')}</Row>}
        <Row name={text.taken}>
          <SiteTime at={shown.at} site={site} />
        </Row>
        <Row name={text.camera}>{names.camera(shown.camera)}</Row>
        <Row name={text.recording}>
          <code>{shown.recording}</code>
        </Row>
        {reasons.length > 0 && <Row name={text.reasons}>{reasons.map((reason) => text.reason[reason]).join(', ')}</Row>}
        {shown.incidents.length > 0 && (
          <Row name={text.incidents}>
            {shown.incidents.map((incident) => (
              <Link key={incident} to={`/incidents/${incident}` as string}>
                {incident}
              </Link>
            ))}
          </Row>
        )}
        {(lineage.data?.models.count ?? 0) > 0 && (
          <Row name={text.learnedFrom}>{lineage.data?.models.named.map(({ name, version }) => `${name} ${version}`).join(', ')}</Row>
        )}
      </dl>
      <Link to="/lineage/$kind/$id" params={{ kind: 'frame', id: frame }}>
        {passports.learnedLink}
      </Link>
    </div>
  )
}

function Annotations({ annotations }: Pick<DatasetItem, 'annotations'>) {
  const text = useText().datasets
  const { percent } = useFormat()
  return (
    <section>
      <h3>{text.onIt}</h3>
      {annotations.length === 0 && <p>{text.nothingOnIt}</p>}
      <ul className={styles.annotations}>
        {annotations.map(({ label, source, because }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no names of their own, and keep their order within a frame
          <li key={index}>
            <i style={{ background: boxColour(label) }} />
            <b>
              <bdi>{label}</bdi>
            </b>
            <span>
              {source.kind === 'model' ? text.by.model(source.model.name, percent(source.confidence)) : text.by.person} ·{' '}
              {text.because[because.kind]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
