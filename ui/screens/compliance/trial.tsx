import { Link } from '@tanstack/react-router'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Progress } from '../../design/progress.tsx'
import { Problem } from '../../design/state.tsx'
import { Table } from '../../design/table.tsx'
import { Tag } from '../../design/tag.tsx'
import { Bars } from '../../plots/bars.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './compliance.module.css'
import { byOutcome, outcomeColours, outcomes, outcomeTones, ruleRows, useRuleWords } from './outcomes.ts'
import type { Policy } from './policy-draft.ts'
import { type Example, type TrialState, useTrial } from './use-trial.ts'

/** What the policy as it stands in the form would have done to last week's data; changes nothing. */
export function Trial({ site, policy }: { site: string; policy: Policy }) {
  const words = useText().compliance
  const { state, error, run, stop } = useTrial(site)
  const isRunning = state !== undefined && !state.isOver && error === undefined
  return (
    <Card title={words.trial}>
      <p className={styles.note}>{words.trialNote}</p>
      <div className={styles.row}>
        <Button icon="play" isBusy={isRunning} onClick={() => void run(policy)}>
          {words.try}
        </Button>
        {isRunning && (
          <>
            <Progress label={words.trialProgress} value={state.done} />
            <Button look="quiet" onClick={stop}>
              {words.stop}
            </Button>
          </>
        )}
      </div>
      {error !== undefined && <Problem error={error} onRetry={() => void run(policy)} />}
      {state !== undefined && <Findings state={state} />}
    </Card>
  )
}

function Findings({ state }: { state: TrialState }) {
  const words = useText().compliance
  const { number } = useFormat()
  const ruleWords = useRuleWords()
  const parts = outcomes.map((outcome) => words.outcome[outcome])
  const rows = [
    { name: words.before, values: byOutcome(state.before) },
    { name: words.after, values: byOutcome(state.after) },
  ]
  const rules = [...new Set([...state.before, ...state.after].map(({ rule }) => rule))].map((rule) => ({
    rule,
    before: ruleRows(state.before.filter((count) => count.rule === rule))[0]?.items ?? 0,
    after: ruleRows(state.after.filter((count) => count.rule === rule))[0]?.items ?? 0,
  }))
  const changed = state.changes.reduce((sum, { items }) => sum + items, 0)
  return (
    <div className={styles.parts}>
      <p role="status">{state.isOver ? words.trialSum(number(state.items), number(changed)) : words.trialWaiting(number(state.items))}</p>
      {state.items > 0 && (
        <>
          <Bars title={words.trial} parts={parts} colours={[...outcomeColours]} rows={rows} />
          {state.changes.length > 0 && (
            <ul className={styles.changes}>
              {state.changes.map(({ from, to, items }) => (
                <li key={`${from} ${to}`}>
                  <Tag tone={outcomeTones[from]}>{words.outcome[from]}</Tag> → <Tag tone={outcomeTones[to]}>{words.outcome[to]}</Tag>{' '}
                  {number(items)}
                </li>
              ))}
            </ul>
          )}
          <Table
            caption={words.byRule}
            columns={[
              { title: words.rule, cell: ({ rule }) => ruleWords(rule) },
              { title: words.before, cell: ({ before }) => number(before), isNumber: true },
              { title: words.after, cell: ({ after }) => number(after), isNumber: true },
            ]}
            rows={rules}
            keyOf={({ rule }) => rule}
          />
          {state.isOver && state.examples === undefined && <p className={styles.note}>{words.noExamples}</p>}
          {state.examples !== undefined && state.examples.length > 0 && <Examples examples={state.examples} />}
        </>
      )}
    </div>
  )
}

function Examples({ examples }: { examples: readonly Example[] }) {
  const words = useText().compliance
  const ruleWords = useRuleWords()
  const verdict = ({ outcome, rule }: Example['before']) => `${words.outcome[outcome]} (${ruleWords(rule)})`
  return (
    <details className={styles.data}>
      <summary>{words.examples}</summary>
      <Table
        caption={words.examples}
        columns={[
          { title: words.time, cell: ({ at }) => <SiteTime at={at} /> },
          {
            title: words.kindTitle,
            cell: ({ kind, incident }) =>
              incident === undefined ? (
                words.kind[kind]
              ) : (
                <Link to="/incidents/$id" params={{ id: incident }}>
                  {words.kind[kind]}
                </Link>
              ),
          },
          { title: words.cameras, cell: ({ cameras }) => cameras.join(', ') },
          { title: words.labels, cell: ({ labels }) => labels.join(', ') },
          { title: words.before, cell: ({ before }) => verdict(before) },
          { title: words.after, cell: ({ after }) => verdict(after) },
        ]}
        rows={examples}
        keyOf={({ at, kind, cameras, labels }) => [at, kind, ...cameras, ...labels].join(' ')}
      />
    </details>
  )
}
