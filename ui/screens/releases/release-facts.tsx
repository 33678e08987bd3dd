import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import type { Release } from './release-state.tsx'
import styles from './releases.module.css'

/** Why there is this release, and when what happened. */
export function ReleaseFacts({ release }: { release: Release }) {
  const words = useText().releases
  const { number } = useFormat()
  const { approval, createdAt, readyAt, deployedAt, attempt, site } = release
  const moment = (at: string) => <SiteTime at={at} site={site} />
  const rows: (readonly [string, ReactNode])[] = [
    [words.made, moment(createdAt)],
    ...(readyAt === undefined ? [] : [[words.readyAt, moment(readyAt)] as const]),
    ...(deployedAt === undefined ? [] : [[words.deployedAt, moment(deployedAt)] as const]),
    ...(attempt === undefined ? [] : [[words.attempt, number(attempt)] as const]),
  ]
  return (
    <Card title={words.because}>
      {approval === undefined ? (
        <p>{words.commissioned}</p>
      ) : (
        <p>
          {words.approval}:{' '}
          <Link to="/approvals/$id" params={{ id: approval }}>
            {words.toApproval}
          </Link>
        </p>
      )}
      <dl className={styles.facts}>
        {rows.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
