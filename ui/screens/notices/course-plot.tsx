import type { Notice } from './notice-words.ts'
import styles from './notices.module.css'

type Evidence = Notice['evidence'][number]

const width = 240
const height = 48

/** The recent course of a figure with its limit. The figures stand beside it in words. */
export function CoursePlot({ evidence: { points = [], threshold } }: { evidence: Evidence }) {
  if (points.length < 2) return null
  const times = points.map(({ at }) => Date.parse(at))
  const [first = 0] = times
  const span = Math.max(1, (times.at(-1) ?? 0) - first)
  const top = Math.max(...points.map(({ value }) => value), threshold ?? 0) * 1.1 || 1
  const y = (value: number) => height - (value / top) * height
  const line = points.map(({ value }, index) => `${(((times[index] ?? first) - first) / span) * width},${y(value).toFixed(1)}`).join(' ')
  return (
    <svg className={styles.plot} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {threshold !== undefined && <line className={styles.limit} x1="0" x2={width} y1={y(threshold)} y2={y(threshold)} />}
      <polyline className={styles.course} points={line} />
    </svg>
  )
}
