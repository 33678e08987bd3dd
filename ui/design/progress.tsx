import styles from './progress.module.css'

/** How far something is, from 0 to 1; undefined = under way, nobody knows how far. */
export function Progress({ label, value }: { label: string; value: number | undefined }) {
  return <progress className={styles.progress} aria-label={label} max={1} {...(value !== undefined && { value })} />
}
