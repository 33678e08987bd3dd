import { useEffect, useRef } from 'react'
import { Icon } from '../../../design/icon.tsx'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import { actionWords } from './action-words.ts'
import styles from './audit.module.css'
import type { AuditEntry } from './verify-chain.ts'

export interface AuditRowsProps {
  /** Newest first. */
  readonly entries: readonly AuditEntry[]
  readonly brokenAt: number | undefined
  readonly names: Readonly<Record<string, string>>
}

/** The lines of the chain. At the very place where it is broken the line is red, and all above it prove nothing. */
export function AuditRows({ entries, brokenAt, names }: AuditRowsProps) {
  const words = useText().archive.audit
  const broken = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (brokenAt !== undefined) broken.current?.scrollIntoView({ block: 'center' })
  }, [brokenAt])
  return (
    <ol className={styles.rows} reversed>
      {entries.map((entry) => {
        const { seq, at, who, action, subject, detail, hash } = entry
        const isBroken = seq === brokenAt
        const isDoubtful = brokenAt !== undefined && seq > brokenAt
        return (
          <li
            key={seq}
            ref={isBroken ? broken : undefined}
            className={isBroken ? styles.brokenRow : isDoubtful ? styles.doubtful : undefined}
          >
            <span className={styles.seq}>{seq}</span>
            <span className={styles.what}>
              <strong>{actionWords(words.actions, action)}</strong> <span className={styles.subject}>{subject}</span>
            </span>
            <span className={styles.who}>
              <bdi>{names[who] ?? (who === 'system' ? words.system : who)}</bdi> · <SiteTime at={at} />
            </span>
            {isBroken && (
              <p className={styles.here}>
                <Icon name="incidents" size={16} /> {words.brokenHere}
              </p>
            )}
            <details>
              <summary>{words.details}</summary>
              <dl className={styles.facts}>
                {Object.entries(detail).map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{String(value)}</dd>
                  </div>
                ))}
                <div>
                  <dt>{words.hash}</dt>
                  <dd>
                    <code>{hash}</code>
                  </dd>
                </div>
                <div>
                  <dt>{words.previous}</dt>
                  <dd>
                    <code>{entry.previous}</code>
                  </dd>
                </div>
              </dl>
            </details>
          </li>
        )
      })}
    </ol>
  )
}
