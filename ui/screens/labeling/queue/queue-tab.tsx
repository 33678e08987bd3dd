import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { type Item, useApi } from '../../../api/use-api.ts'
import button from '../../../design/button.module.css'
import { Field } from '../../../design/field.tsx'
import { Icon } from '../../../design/icon.tsx'
import { Card } from '../../../design/page.tsx'
import { Empty, Loaded } from '../../../design/state.tsx'
import { useSite } from '../../../people/site.tsx'
import { useText } from '../../../text/text.ts'
import { groups, type WorkSearch } from '../labeling-search.ts'
import { RefusedAnswers } from '../work/refused-answers.tsx'
import { useKept } from '../work/use-kept.ts'
import { useOutbox } from '../work/use-outbox.ts'
import styles from './queue-tab.module.css'

type Count = Item<'countTasks'>

/** What waits, by group and reason; one starts with all of it or with a group. */
export function QueueTab({ label }: { label: string | undefined }) {
  const text = useText().labeling
  const site = useSite()
  const counts = useApi('countTasks', { query: { site: site.id } }, { everyMs: 15_000 })
  const outbox = useOutbox()
  const only = label === undefined ? {} : { label }
  const unsent = useKept(outbox.waiting).length
  useEffect(() => void outbox.flush(), [outbox])
  return (
    <>
      <RefusedAnswers />
      {unsent > 0 && <p role="status">{text.unsent(unsent)}</p>}
      <Loaded of={counts}>
        {({ items }) => {
          if (items.length === 0) {
            return (
              <Empty icon="check" title={text.nothing}>
                {text.nothingAdvice}
                <Link to="/labeling/work" className={`${button.button} ${button.plain} ${button.medium}`}>
                  {text.askAnyway}
                </Link>
              </Empty>
            )
          }
          return (
            <>
              <Card>
                <p className={styles.total}>
                  <strong>{sum(items)}</strong> {text.waiting}
                </p>
                <div className={styles.start}>
                  <Link to="/labeling/work" search={only} className={`${button.button} ${button.primary} ${button.large}`}>
                    <Icon name="play" />
                    {text.start}
                  </Link>
                  <LabelPicker label={label} />
                </div>
                <p className={styles.hint}>{text.startHint}</p>
              </Card>
              <div className={styles.groups}>
                {groups.map((group) => (
                  <Group key={group} only={{ ...only, group }} counts={items.filter((one) => one.group === group)} />
                ))}
              </div>
            </>
          )
        }}
      </Loaded>
    </>
  )
}

/** Which label one wants to be asked about; somebody who knows one well is quicker with it. */
function LabelPicker({ label = '' }: { label: string | undefined }) {
  const text = useText().labeling
  const navigate = useNavigate()
  const rules = useApi('listRules', { params: { site: useSite().id } })
  const labels = [...new Set(rules.data?.items.map(({ rule }) => rule.label)), ...(label === '' ? [] : [label])]
  const choose = (wanted: string) => void navigate({ to: '/labeling', search: wanted === '' ? {} : { label: wanted }, replace: true })
  if (labels.length === 0) return null
  return (
    <Field label={text.onlyAbout}>
      <select value={label} onChange={(event) => choose(event.target.value)}>
        <option value="">{text.anyLabel}</option>
        {[...new Set(labels)].sort().map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </Field>
  )
}

function Group({ only, counts }: { only: WorkSearch & { group: Count['group'] }; counts: readonly Count[] }) {
  const { group } = only
  const text = useText().labeling
  const all = sum(counts)
  const start = (
    <Link to="/labeling/work" search={only} className={`${button.button} ${button.plain} ${button.small}`}>
      {text.startOnly}
      <span className="visually-hidden">: {text.group[group]}</span>
    </Link>
  )
  return (
    <Card title={text.group[group]} actions={all > 0 ? start : undefined}>
      <p className={styles.hint}>{text.groupHint[group]}</p>
      {all === 0 ? (
        <p>{text.groupEmpty}</p>
      ) : (
        <dl className={styles.reasons}>
          {counts.map(({ reason, tasks }) => (
            <div key={reason}>
              <dt>{text.reason[reason]}</dt>
              <dd>{tasks}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}

function sum(counts: readonly Count[]): number {
  return counts.reduce((total, { tasks }) => total + tasks, 0)
}
