import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import { type Release, stepsOf } from './release-state.tsx'
import styles from './releases.module.css'

/** The way from the answer to the devices. */
export function ReleaseWay({ release }: { release: Release }) {
  const words = useText().releases
  const isStopped = release.state === 'failed' || release.state === 'revoked'
  return (
    <Card title={words.way}>
      <ol className={styles.steps}>
        {stepsOf(release).map(({ name, isDone, isNow }, index) => (
          <li
            key={name}
            data-state={isDone ? 'done' : isNow ? (isStopped ? 'stopped' : 'now') : 'later'}
            aria-current={isNow ? 'step' : undefined}
          >
            <span className={styles.mark} aria-hidden="true">
              {isDone ? '✓' : isNow && isStopped ? '!' : index + 1}
            </span>
            <span>{words.steps[name]}</span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
