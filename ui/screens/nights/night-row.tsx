import { Link } from '@tanstack/react-router'
import { type Item, useApi } from '../../api/use-api.ts'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useNow } from '../../time/use-now.ts'
import type { NightState } from './night-search.ts'
import styles from './nights.module.css'
import { RecordingsBar } from './recordings-bar.tsx'
import { useNightName } from './use-night-name.ts'

export type Night = Item<'listNights'>

export const nightTones: Record<NightState, Tone> = { running: 'info', complete: 'good', partial: 'warning', failed: 'critical' }
const everyMs = 2_000

/** One night of the list. */
export function NightRow({ night }: { night: Night }) {
  const text = useText().nights
  const { number, duration } = useFormat()
  const now = useNow()
  const isRunning = night.state === 'running'
  // Only the engine knows how far a night is; the list does not ask it.
  const live = useApi('getNight', { params: { id: night.id } }, { isOff: !isRunning, everyMs })
  const { state, progress, startedAt, endedAt, problemCount, dataset, site } = (isRunning && live.data) || night
  const { recordings, frames, annotations } = progress
  const seconds = ((endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(startedAt)) / 1000
  const name = useNightName(night)
  return (
    <li>
      <Link to="/nights/$id" params={{ id: night.id }} className={styles.row}>
        <span className={styles.rowHead}>
          <strong>{name}</strong>
          <Tag tone={nightTones[state]}>{text.state[state]}</Tag>
        </span>
        {recordings.all > 0 && <RecordingsBar recordings={recordings} />}
        <span className={styles.facts}>
          <span>
            <SiteTime at={startedAt} site={site} />
          </span>
          <span>{(state === 'running' ? text.runningFor : text.took)(duration(Math.max(0, seconds)))}</span>
          {recordings.all === 0 && state !== 'running' ? (
            <span>{text.noChange}</span>
          ) : (
            <span>{text.recordings(number(recordings.done), number(recordings.all))}</span>
          )}
          {frames > 0 && <span>{text.frames(number(frames))}</span>}
          {annotations > 0 && <span>{text.boxes(number(annotations))}</span>}
          {problemCount > 0 && <b className={styles.bad}>{text.problems(problemCount)}</b>}
          {dataset !== undefined && <code>{dataset}</code>}
        </span>
      </Link>
    </li>
  )
}
