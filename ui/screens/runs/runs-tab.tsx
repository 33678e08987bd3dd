import { Link } from '@tanstack/react-router'
import { useApiPages } from '../../api/use-api.ts'
import { Progress } from '../../design/progress.tsx'
import { Tag } from '../../design/tag.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useNow } from '../../time/use-now.ts'
import rowStyles from '../models/models.module.css'
import { PagedList } from '../models/paged-list.tsx'
import { isOver, type Run, runTones, secondsOf, shareOf } from './run-states.ts'

const everyMs = 5_000

/** All runs of the site, newest first. */
export function RunsTab() {
  const text = useText().models
  const site = useSite()
  const runs = useApiPages('listRuns', { query: { site: site.id, limit: 30 } }, { everyMs })
  return (
    <PagedList of={runs} icon="clock" none={text.noneRuns} advice={text.noneRunsAdvice} row={(run) => <RunRow key={run.id} run={run} />} />
  )
}

function RunRow({ run }: { run: Run }) {
  const text = useText().runs
  const { duration, number } = useFormat()
  const now = useNow()
  const { id, site, dataset, state, createdAt, progress, model, problem, reason } = run
  const span = duration(secondsOf(run, now))
  return (
    <li>
      <Link to="/runs/$id" params={{ id }} className={rowStyles.row}>
        <span className={rowStyles.rowHead}>
          <strong>{text.name(run.number)}</strong>
          <Tag tone={runTones[state]}>{text.state[state]}</Tag>
        </span>
        {state === 'running' && <Progress label={text.progress} value={shareOf(run)} />}
        <span className={rowStyles.facts}>
          <SiteTime at={createdAt} site={site} />
          <span>{isOver(run) ? text.took(span) : text.goesFor(span)}</span>
          <span>{text.reason[reason]}</span>
          {state === 'running' && progress.secondsLeft !== undefined && <span>{text.left(duration(progress.secondsLeft))}</span>}
          {progress.score !== undefined && (
            <span>
              {text.score} {number(Math.round(progress.score * 1000) / 1000)}
            </span>
          )}
          {model !== undefined && (
            <span>
              {model.name} {model.version}
            </span>
          )}
          <code>{dataset}</code>
        </span>
        {problem !== undefined && <span className={rowStyles.reason}>{problem}</span>}
      </Link>
    </li>
  )
}
