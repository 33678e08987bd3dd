import { Link } from '@tanstack/react-router'
import { useText } from '../text/text.ts'
import styles from './unsent-decisions.module.css'
import { useDecisions } from './use-decisions.ts'

/** Says how many decisions wait to be sent, and leads to those that were not taken. */
export function UnsentDecisions({ isOnline }: { isOnline: boolean }) {
  const text = useText().decisions
  const { all, isStuck } = useDecisions()
  const waiting = all.filter(({ state }) => state === 'waiting').length
  const stopped = all.filter(({ state }) => state !== 'waiting')
  return (
    <>
      {waiting > 0 && (isStuck || !isOnline) && <p className={styles.waiting}>{text.waiting(waiting)}</p>}
      {stopped.length > 0 && (
        <p className={styles.stopped}>
          {text.stopped(stopped.length)}{' '}
          {[...new Map(stopped.map(({ incident, title }) => [incident, title]))].map(([id, title]) => (
            <Link key={id} to="/incidents/$id" params={{ id }}>
              {title}
            </Link>
          ))}
        </p>
      )}
    </>
  )
}
