import { Tag } from '../../../design/tag.tsx'
import { useNames } from '../../../fleet/use-names.ts'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import { useNow } from '../../../time/use-now.ts'
import type { TaskInHand } from './session.ts'
import styles from './task-facts.module.css'

const tones = { positive: 'info', 'false-positive': 'critical', background: 'plain' } as const

export interface TaskFactsProps {
  readonly current: TaskInHand
  /** Boxes that were drawn before the page was left are back. */
  readonly isRestored: boolean
  /** Which of several answers is shown, from 0; undefined where there are none to choose from. */
  readonly proposal: number | undefined
}

/** Why somebody is asked about this frame. */
export function TaskFacts({ current: { task, claimedUntilMs }, isRestored, proposal }: TaskFactsProps) {
  const text = useText().labeling
  const names = useNames(task.site)
  const now = useNow()
  return (
    <section className={styles.facts} aria-label={text.aboutFrame}>
      <p className={styles.row}>
        <Tag tone={tones[task.group]}>{text.group[task.group]}</Tag>
        <span>{text.reason[task.reason]}</span>
      </p>
      <h2>{task.labels.length > 0 ? text.inQuestion(task.labels.join(', ')) : text.whatIsThere}</h2>
      <p className={styles.place}>
        <bdi>{names.camera(task.camera)}</bdi> · <SiteTime at={task.at} site={task.site} />
      </p>
      {task.incidents.map((id) => (
        <a key={id} href={`/incidents/${id}`} target="_blank" rel="noreferrer">
          {text.itsIncident}
        </a>
      ))}
      {proposal !== undefined && <p>{text.proposal(proposal + 1, task.proposals.length)}</p>}
      {task.group === 'false-positive' && <p className={styles.place}>{text.doubtedHint}</p>}
      <div role="status">
        {isRestored && <p className={styles.note}>{text.draftRestored}</p>}
        {claimedUntilMs < now && <p className={styles.note}>{text.claimOver}</p>}
      </div>
    </section>
  )
}
