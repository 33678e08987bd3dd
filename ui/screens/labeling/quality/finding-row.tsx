import { Button } from '../../../design/button.tsx'
import { Tag } from '../../../design/tag.tsx'
import { useMe } from '../../../people/use-me.ts'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import styles from './finding-row.module.css'
import type { Finding, SiteQuality } from './site-quality-tab.tsx'

export interface FindingRowProps {
  readonly finding: Finding
  readonly names: SiteQuality['names']
  readonly onLift: () => void
}

/** Somebody's answers that were put aside, and what was decided about them. */
export function FindingRow({ finding, names, onLift }: FindingRowProps) {
  const text = useText().labeling
  const { id } = useMe()
  const { who, label, since, site, gold, wrong, liftedAt, liftedBy, isRestored, note } = finding
  return (
    <article className={styles.finding}>
      <div>
        <h3>
          {names[who] ?? who} · {label}
        </h3>
        <p>
          {text.findingWrong(wrong, gold)} <SiteTime at={since} site={site} />
        </p>
        {liftedAt !== undefined && (
          <p>
            {text.liftedBy(names[liftedBy ?? ''] ?? liftedBy ?? '')} <SiteTime at={liftedAt} site={site} />
            {note !== undefined && <q className={styles.note}>{note}</q>}
          </p>
        )}
      </div>
      {liftedAt === undefined ? (
        <>
          <Tag tone="warning">{text.aside}</Tag>
          {/* Nobody judges their own answers. */}
          {who !== id && <Button onClick={onLift}>{text.lift}</Button>}
        </>
      ) : (
        <Tag tone={isRestored ? 'good' : 'plain'}>{isRestored ? text.restored : text.notRestored}</Tag>
      )}
    </article>
  )
}
