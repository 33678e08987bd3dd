import { createLazyRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useSites } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useNow } from '../../time/use-now.ts'
import { CancelRun } from './cancel-run.tsx'
import { RunCurves } from './run-curves.tsx'
import { RunLog } from './run-log.tsx'
import { RunOutcome } from './run-outcome.tsx'
import { RunProgress } from './run-progress.tsx'
import { isOver, runTones, secondsOf } from './run-states.ts'
import styles from './runs.module.css'

export const route = createLazyRoute('/runs/$id')({ component: RunScreen })

const everyMs = 2_000

function RunScreen() {
  const { id } = route.useParams()
  const text = useText()
  const [isAtEnd, setAtEnd] = useState(false)
  const found = useApi('getRun', { params: { id } }, { everyMs: isAtEnd ? undefined : everyMs })
  const over = found.data !== undefined && isOver(found.data)
  if (over !== isAtEnd) setAtEnd(over)
  return found.data === undefined ? (
    <Page title={text.models.run}>
      <Loaded of={found}>{() => null}</Loaded>
    </Page>
  ) : (
    <Shown run={found.data} />
  )
}

/** A run: how far it is, what its curves say, and in the end what came of it or why nothing did. */
function Shown({ run }: { run: Answer<'getRun'> }) {
  const text = useText().runs
  const { duration } = useFormat()
  const now = useNow()
  const { all } = useSites()
  const mayCancel = useCan('data-scientist')
  const [isAsking, setAsking] = useState(false)
  const { id, site, state, createdAt, attempt, reason, problem, cancelRequestedBy } = run
  const over = isOver(run)
  const span = duration(secondsOf(run, now))
  return (
    <Page
      title={text.name(run.number)}
      isWide
      lead={
        <>
          {all.find((one) => one.id === site)?.name ?? site} · {text.reason[reason]} · <SiteTime at={createdAt} site={site} /> ·{' '}
          {over ? text.took(span) : text.goesFor(span)}
          {attempt > 1 && ` · ${text.attempt(attempt)}`}
        </>
      }
      actions={
        <>
          <ButtonLink to="/models" search={{ tab: 'runs' }} icon="back">
            {text.all}
          </ButtonLink>
          {mayCancel && !over && cancelRequestedBy === undefined && (
            <Button icon="halt" onClick={() => setAsking(true)}>
              {text.cancel}
            </Button>
          )}
        </>
      }
    >
      <p className={styles.state} role="status">
        <Tag tone={runTones[state]}>{text.state[state]}</Tag>{' '}
        {!over && cancelRequestedBy !== undefined ? text.cancelAsked : text.stateMeans[state]}
      </p>
      {problem !== undefined && (
        <section className={styles.problem}>
          <h2>{text.why}</h2>
          <p className={styles.words}>{problem}</p>
          <p>
            {text.whyNext}{' '}
            <Link to="/datasets/$version" params={{ version: run.dataset }}>
              {text.dataset}
            </Link>
          </p>
        </section>
      )}
      {state !== 'cancelled' && <RunProgress run={run} />}
      <RunOutcome run={run} />
      <RunCurves run={run} />
      <RunLog lines={run.log} isOver={over} />
      {isAsking && <CancelRun id={id} onClose={() => setAsking(false)} />}
    </Page>
  )
}
