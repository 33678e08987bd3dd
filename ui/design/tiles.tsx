import type { ReactNode } from 'react'
import type { Tone } from './tag.tsx'
import styles from './tiles.module.css'

/** A few figures side by side, each with what it counts. */
export function Tiles({ children }: { children: ReactNode }) {
  return <dl className={styles.tiles}>{children}</dl>
}

export function Tile({ name, value, tone = 'plain' }: { name: string; value: ReactNode; tone?: Tone }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles[tone]}>{value}</dd>
    </div>
  )
}
