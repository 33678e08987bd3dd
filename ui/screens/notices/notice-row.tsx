import { Link } from '@tanstack/react-router'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { CoursePlot } from './course-plot.tsx'
import { kindWords, type Notice, nameOfSubject, severityTones } from './notice-words.ts'
import styles from './notices.module.css'
import { useFigure } from './use-figure.ts'

/** One notice of the list. */
export function NoticeRow({ notice, zone }: { notice: Notice; zone: string }) {
  const text = useText()
  const words = text.notices
  const figure = useFigure()
  const { id, kind, subject, summary, severity, state, openedAt, clearedAt, evidence, actions } = notice
  const [first] = evidence
  const done = actions.filter((action) => action.state === 'done' && action.kind !== 'notify-role').length
  return (
    <li>
      <Link to="/notices/$id" params={{ id }} className={styles.row}>
        <span className={styles.rowHead}>
          <strong>{kindWords(text, kind)?.title ?? summary}</strong>
          <span className={styles.tags}>
            {state !== 'open' && <Tag tone={state === 'cleared' ? 'good' : 'plain'}>{words.states[state]}</Tag>}
            <Tag tone={severityTones[severity]}>{text.words.severity[severity]}</Tag>
          </span>
        </span>
        <span className={styles.facts}>
          <code>{nameOfSubject(subject)}</code>
          <span>
            {words.since} <SiteTime at={openedAt} site={zone} />
          </span>
          {clearedAt !== undefined && (
            <span>
              {words.until} <SiteTime at={clearedAt} site={zone} />
            </span>
          )}
          {first !== undefined && (
            <span>
              {first.threshold === undefined
                ? figure(first.value, first.unit)
                : words.against(figure(first.value, first.unit), figure(first.threshold, first.unit))}
            </span>
          )}
          {done > 0 && <b>{words.didSomething(done)}</b>}
        </span>
        {first !== undefined && state !== 'cleared' && <CoursePlot evidence={first} />}
      </Link>
    </li>
  )
}
