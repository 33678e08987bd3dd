import { Link } from '@tanstack/react-router'
import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Problem } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import type { Evaluation } from './evaluation.ts'
import styles from './evaluations.module.css'
import { useShare } from './use-share.ts'

/** What was compared on what and when, and whether it comes to the same when it is worked out again. */
export function Origin({ evaluation: { digest, site, at, dataset, candidate, champion, test } }: { evaluation: Evaluation }) {
  const text = useText().evaluations
  const { number } = useFormat()
  const { decimal } = useShare()
  const mayRecompute = useCan('data-scientist', 'safety-auditor')
  const modelLink = ({ name, version }: Evaluation['candidate']) => (
    <Link to={`/models/${name}/${version}` as string}>{`${name} ${version}`}</Link>
  )
  return (
    <Card title={text.origin}>
      <dl className={styles.facts}>
        <div>
          <dt>{text.candidate}</dt>
          <dd>{modelLink(candidate)}</dd>
        </div>
        <div>
          <dt>{text.champion}</dt>
          <dd>{champion === undefined ? text.none : modelLink(champion)}</dd>
        </div>
        <div>
          <dt>{text.dataset}</dt>
          <dd>
            <Link to="/datasets/$version" params={{ version: dataset }}>
              {dataset}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{text.frames}</dt>
          <dd>{number(test.frames)}</dd>
        </div>
        <div>
          <dt>{text.inferenceTime}</dt>
          <dd>
            {text.milliseconds(decimal(test.candidate.meanInferenceMs))}
            {test.champion !== undefined && ` (${text.championHas(text.milliseconds(decimal(test.champion.meanInferenceMs)))})`}
          </dd>
        </div>
        <div>
          <dt>{text.at}</dt>
          <dd>
            <SiteTime at={at} site={site} />
          </dd>
        </div>
        <div>
          <dt>{text.digest}</dt>
          <dd>
            <code>{digest}</code>
          </dd>
        </div>
      </dl>
      {mayRecompute && <Recompute digest={digest} />}
    </Card>
  )
}

function Recompute({ digest }: { digest: string }) {
  const text = useText().evaluations
  const recompute = useAction('recomputeEvaluation')
  const again = () => recompute.mutate({ params: { digest } })
  const found = recompute.data
  return (
    <div className={styles.recompute}>
      <Button icon="retry" disabled={recompute.isPending} onClick={again}>
        {recompute.isPending ? text.recomputing : text.recompute}
      </Button>
      <div role="status">
        {found === undefined ? (
          <span className={styles.soft}>{text.recomputeNote}</span>
        ) : (
          <>
            <Tag tone={found.isSame ? 'good' : 'critical'}>{found.isSame ? text.same : text.notSame}</Tag>{' '}
            {found.isSame ? text.sameNote : text.notSameNote(text.verdict[found.verdict], found.digest)}
          </>
        )}
      </div>
      {recompute.isError && <Problem error={recompute.error} onRetry={again} />}
    </div>
  )
}
