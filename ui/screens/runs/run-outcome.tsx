import { Link } from '@tanstack/react-router'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import type { Run } from './run-states.ts'
import styles from './runs.module.css'

/** What a run learned from, and what came of it. */
export function RunOutcome({ run: { dataset, model, evaluation, commit } }: { run: Run }) {
  const text = useText().runs
  return (
    <Card title={text.outcome}>
      <dl className={styles.outcome}>
        {model !== undefined && (
          <div>
            <dt>{text.model}</dt>
            <dd>
              <Link to="/models/$name/$version" params={{ name: model.name, version: model.version }}>
                {model.name} {model.version}
              </Link>
            </dd>
          </div>
        )}
        {evaluation !== undefined && (
          <div>
            <dt>{text.evaluation}</dt>
            <dd>
              <Link to="/evaluations/$digest" params={{ digest: evaluation }}>
                <code>{evaluation.slice(0, 12)}</code>
              </Link>
            </dd>
          </div>
        )}
        <div>
          <dt>{text.dataset}</dt>
          <dd>
            <Link to="/datasets/$version" params={{ version: dataset }}>
              <code>{dataset}</code>
            </Link>
          </dd>
        </div>
        {commit !== undefined && (
          <div>
            <dt>{text.commit}</dt>
            <dd>
              <code>{commit}</code>
            </dd>
          </div>
        )}
      </dl>
    </Card>
  )
}
