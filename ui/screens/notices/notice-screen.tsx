import { createLazyRoute, Link } from '@tanstack/react-router'
import type { Answer } from '../../api/call.ts'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card, Page } from '../../design/page.tsx'
import { Loaded, Problem } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useSite, useSites } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { CoursePlot } from './course-plot.tsx'
import { NoticeActions } from './notice-actions.tsx'
import { kindWords, nameOfSubject, severityTones } from './notice-words.ts'
import styles from './notices.module.css'
import { useFigure } from './use-figure.ts'

export const route = createLazyRoute('/notices/$id')({ component: NoticeScreen })

const everyMs = 15_000

function NoticeScreen() {
  const { id } = route.useParams()
  const text = useText()
  const found = useApi('getNotice', { params: { id } }, { everyMs })
  if (found.data !== undefined) return <Shown notice={found.data} />
  return (
    <Page title={text.screens.notices}>
      <Loaded of={found}>{() => null}</Loaded>
    </Page>
  )
}

function Shown({ notice }: { notice: Answer<'getNotice'> }) {
  const text = useText()
  const words = text.notices
  const figure = useFigure()
  const chosen = useSite()
  const { all } = useSites()
  const own = all.find(({ id }) => id === notice.site)
  const zone = (own ?? chosen).id
  const kind = kindWords(text, notice.kind)
  const mayTake = useCan('iot-engineer', ...notice.roles)
  const acknowledge = useAction('acknowledgeNotice', ['getNotice', 'listNotices'])
  const isOpen = notice.state === 'open'
  return (
    <Page
      title={kind?.title ?? notice.summary}
      lead={
        <>
          {own?.name ?? words.everywhere} · <code>{nameOfSubject(notice.subject)}</code> · {words.since}{' '}
          <SiteTime at={notice.openedAt} site={zone} />
          {notice.clearedAt !== undefined && (
            <>
              {' '}
              · {words.until} <SiteTime at={notice.clearedAt} site={zone} />
            </>
          )}
        </>
      }
      actions={
        mayTake &&
        isOpen && (
          <Button
            look="primary"
            icon="check"
            isBusy={acknowledge.isPending}
            onClick={() => acknowledge.mutate({ params: { id: notice.id } })}
          >
            {words.acknowledge}
          </Button>
        )
      }
    >
      <p className={styles.tags} role="status">
        <Tag tone={severityTones[notice.severity]}>{text.words.severity[notice.severity]}</Tag>
        <Tag tone={notice.state === 'cleared' ? 'good' : isOpen ? 'warning' : 'plain'}>{words.states[notice.state]}</Tag>
        {notice.acknowledgedBy !== undefined && <span>{words.takenBy(notice.names[notice.acknowledgedBy] ?? text.words.unknown)}</span>}
      </p>
      {acknowledge.error !== null && <Problem error={acknowledge.error} />}
      <Card title={words.evidence}>
        {kind === undefined && <p lang="en">{notice.summary}</p>}
        <dl className={styles.figures}>
          {notice.evidence.map((one) => (
            <div key={one.measure}>
              <dt>{(words.measures as Partial<Record<string, string>>)[one.measure] ?? one.measure}</dt>
              <dd>
                <b>{figure(one.value, one.unit)}</b>
                {one.threshold !== undefined && <span>{words.limit(figure(one.threshold, one.unit))}</span>}
                {one.effectSize !== undefined && <span>{`${one.effect ?? words.effect} ${figure(one.effectSize, '')}`}</span>}
                {one.sampleSize !== undefined && <span>{words.samples(figure(one.sampleSize, ''))}</span>}
                <CoursePlot evidence={one} />
              </dd>
            </div>
          ))}
        </dl>
        <Link to={notice.link as never}>{words.show}</Link>
      </Card>
      <NoticeActions notice={notice} zone={zone} names={notice.names} />
      {kind !== undefined && (
        <Card title={words.whatToDo}>
          <p>{kind.advice}</p>
        </Card>
      )}
      {notice.past.length > 0 && (
        <Card title={words.past(notice.openings)}>
          <ul className={styles.past}>
            {notice.past.map(({ openedAt, clearedAt }) => (
              <li key={openedAt}>
                <SiteTime at={openedAt} site={zone} /> – <SiteTime at={clearedAt} site={zone} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  )
}
