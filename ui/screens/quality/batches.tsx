import { ButtonLink } from '../../design/button-link.tsx'
import { Card } from '../../design/page.tsx'
import { Progress } from '../../design/progress.tsx'
import { Empty } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './quality.module.css'
import type { Batch } from './quality.ts'
import { useMonitorWords } from './use-monitor-words.ts'

/** Batches that wait for people, and what to do about each; closed ones below. */
export function Batches({ batches }: { batches: readonly Batch[] }) {
  const text = useText().quality
  const open = batches.filter(({ state }) => state === 'open')
  const closed = batches.filter(({ state }) => state === 'closed')
  return (
    <Card title={text.batches}>
      {open.length === 0 ? (
        <Empty icon="check" title={text.noBatches}>
          {text.noBatchesAdvice}
        </Empty>
      ) : (
        <ul className={styles.batches}>
          {open.map((batch) => (
            <BatchRow key={batch.id} batch={batch} />
          ))}
        </ul>
      )}
      {closed.length > 0 && (
        <details className={styles.more}>
          <summary>{text.closedBatches(closed.length)}</summary>
          <ul className={styles.batches}>
            {closed.map((batch) => (
              <BatchRow key={batch.id} batch={batch} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  )
}

function BatchRow({ batch: { camera, monitor, since, state, frames, answered } }: { batch: Batch }) {
  const text = useText().quality
  const names = useNames()
  const wordsOf = useMonitorWords()
  const { name, advice } = wordsOf(monitor)
  const isWaiting = answered < frames
  return (
    <li>
      <h3>
        {name} · <bdi>{names.camera(camera)}</bdi> {state === 'open' && <Tag tone="warning">{text.drifts}</Tag>}
      </h3>
      <p className={styles.note}>
        {text.since} <SiteTime at={since} />
      </p>
      <p>{advice}</p>
      {frames === 0 ? (
        <p className={styles.note}>{text.framesWithNight}</p>
      ) : (
        <>
          <Progress label={text.answered(answered, frames)} value={answered / frames} />
          <p className={styles.note}>{text.answered(answered, frames)}</p>
        </>
      )}
      {isWaiting && (
        <ButtonLink to="/labeling/work" search={{ camera }} icon="labeling">
          {text.review}
        </ButtonLink>
      )}
    </li>
  )
}
