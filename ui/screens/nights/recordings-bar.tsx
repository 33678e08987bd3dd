import styles from './nights.module.css'

/** Recordings that are done, those that were bad, and those to come. */
export function RecordingsBar({ recordings: { all, done, bad } }: { recordings: { all: number; done: number; bad: number } }) {
  const share = (count: number) => `${(count / Math.max(1, all)) * 100}%`
  return (
    <span className={styles.bar} aria-hidden="true">
      <span className={styles.barGood} style={{ width: share(done - bad) }} />
      <span className={styles.barBad} style={{ width: share(bad) }} />
    </span>
  )
}
