import { Link } from '@tanstack/react-router'
import { type Item, useApiPages } from '../../api/use-api.ts'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './models.module.css'
import { PagedList } from './paged-list.tsx'

type Release = Item<'listReleases'>

const tones: Record<Release['state'], Tone> = {
  ...{ waiting: 'info', building: 'info', signing: 'info' },
  ...{ ready: 'good', failed: 'critical', revoked: 'critical' },
}
const everyMs = 5_000

/** What was built of approved models, for devices. */
export function ReleasesTab() {
  const text = useText().models
  const site = useSite()
  const releases = useApiPages('listReleases', { query: { site: site.id, limit: 30 } }, { everyMs })
  return (
    <PagedList
      of={releases}
      icon="fleet"
      none={text.noneReleases}
      advice={text.noneReleasesAdvice}
      row={(release) => <ReleaseRow key={release.id} release={release} />}
    />
  )
}

function ReleaseRow({ release: { id, site, model, runtime, state, images, createdAt, problem } }: { release: Release }) {
  const text = useText().models
  return (
    <li>
      <Link to="/releases/$id" params={{ id }} className={styles.row}>
        <span className={styles.rowHead}>
          <strong>
            {model === undefined ? (
              text.noModel
            ) : (
              <>
                {model.name} <span className={styles.version}>{model.version}</span>
              </>
            )}
          </strong>
          <Tag tone={tones[state]}>{text.release[state]}</Tag>
        </span>
        <span className={styles.facts}>
          <SiteTime at={createdAt} site={site} />
          <span>{text.runtime(runtime)}</span>
          {images.length > 0 && <span>{images.map(({ architecture }) => architecture).join(', ')}</span>}
          <code>{id}</code>
        </span>
        {problem !== undefined && <span className={styles.reason}>{problem}</span>}
      </Link>
    </li>
  )
}
