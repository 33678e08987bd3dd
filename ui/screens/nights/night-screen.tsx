import { createLazyRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useSites } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { NightOutcome } from './night-outcome.tsx'
import { NightProblems } from './night-problems.tsx'
import { NightReport } from './night-report.tsx'
import { type Night, nightTones } from './night-row.tsx'
import styles from './nights.module.css'
import { useNightName } from './use-night-name.ts'

export const route = createLazyRoute('/nights/$id')({ component: NightScreen })

const everyMs = 1_500

function NightScreen() {
  const { id } = route.useParams()
  const text = useText()
  const [isOver, setOver] = useState(false)
  const found = useApi('getNight', { params: { id } }, { everyMs: isOver ? undefined : everyMs })
  const over = found.data !== undefined && found.data.state !== 'running'
  if (over !== isOver) setOver(over)
  return found.data === undefined ? (
    <Page title={text.screens.nights}>
      <Loaded of={found}>{() => null}</Loaded>
    </Page>
  ) : (
    <Shown night={found.data} />
  )
}

function Shown({ night }: { night: Night }) {
  const text = useText()
  const words = text.nights
  const { duration } = useFormat()
  const { all } = useSites()
  const name = useNightName(night)
  const { state, site, startedAt, endedAt, startedBy } = night
  return (
    <Page
      title={name}
      lead={
        <>
          {all.find((one) => one.id === site)?.name ?? site} · {startedBy === 'timer' ? words.startedByTimer : words.startedByPerson}{' '}
          <SiteTime at={startedAt} site={site} />
          {endedAt !== undefined && <> · {words.took(duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000))}</>}
        </>
      }
      actions={<Link to="/nights">{text.screens.nights}</Link>}
    >
      <p className={styles.state} role="status">
        <Tag tone={nightTones[state]}>{words.state[state]}</Tag> {words.stateMeans[state]}
      </p>
      <NightReport night={night} />
      <NightOutcome night={night} />
      <NightProblems night={night} />
      <p className={styles.soft}>
        {night.from === undefined ? (
          words.sinceEver
        ) : (
          <>
            {words.since} <SiteTime at={night.from} site={site} />
          </>
        )}
      </p>
    </Page>
  )
}
