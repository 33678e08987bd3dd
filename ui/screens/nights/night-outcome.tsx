import { Link } from '@tanstack/react-router'
import { itemsOf, useApi, useApiPages } from '../../api/use-api.ts'
import { Card } from '../../design/page.tsx'
import { Tag } from '../../design/tag.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import type { Night } from './night-row.tsx'
import styles from './nights.module.css'

/** What a night left: the dataset, and the training run that started on it. */
export function NightOutcome({ night }: { night: Night }) {
  const text = useText().nights
  const { dataset, state } = night
  return (
    <Card title={text.cameOfIt}>
      <dl className={styles.outcome}>
        <div>
          <dt>{text.dataset}</dt>
          <dd>
            {dataset === undefined ? (
              <p className={styles.soft}>{state === 'running' ? text.datasetLater : text.datasetNone}</p>
            ) : (
              <Dataset version={dataset} night={night.id} />
            )}
          </dd>
        </div>
        {dataset !== undefined && (
          <div>
            <dt>{text.trainingRun}</dt>
            <dd>
              <Run night={night} dataset={dataset} />
            </dd>
          </div>
        )}
      </dl>
    </Card>
  )
}

function Dataset({ version, night }: { version: string; night: string }) {
  const text = useText().nights
  const { number } = useFormat()
  const maySee = useCan('data-scientist', 'data-labeler', 'safety-auditor')
  const { data } = useApi('getDataset', { params: { version } }, { isOff: !maySee })
  if (!maySee) return <code>{version}</code>
  return (
    <>
      <Link to="/datasets/$version" params={{ version }}>
        <code>{version}</code>
      </Link>
      {data !== undefined && <span className={styles.soft}> {text.frames(number(data.items))}</span>}
      {data?.night !== undefined && data.night !== night && <p className={styles.soft}>{text.datasetSame}</p>}
    </>
  )
}

function Run({ night: { site, startedAt }, dataset }: { night: Night; dataset: string }) {
  const text = useText()
  const pages = useApiPages('listRuns', { query: { site, limit: 100 } })
  // The run of a night starts after it, on its dataset, by policy; one that a person started on it is shown as well.
  const run = itemsOf<'listRuns'>(pages.data).findLast((one) => one.dataset === dataset && one.createdAt >= startedAt)
  if (pages.data === undefined) return null
  if (run === undefined) return <p className={styles.soft}>{text.nights.runNone}</p>
  return (
    <>
      <Link to={`/runs/${run.id}` as string}>{run.id}</Link> <Tag>{text.datasets.runState[run.state]}</Tag>{' '}
      <span className={styles.soft}>
        <SiteTime at={run.createdAt} site={site} />
      </span>
    </>
  )
}
