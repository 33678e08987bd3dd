import { type ReactNode, useEffect } from 'react'
import styles from './door-page.module.css'

/** A page outside of the frame: before one is signed in, or after. */
export function DoorPage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Sightloop`
  }, [title])
  return (
    <main className={styles.door}>
      <img src="/icon.svg" alt="" width={48} height={48} />
      <h1>{title}</h1>
      <p>{lead}</p>
      <div className={styles.action}>{children}</div>
    </main>
  )
}
