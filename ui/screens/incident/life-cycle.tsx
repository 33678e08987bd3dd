import { Icon, type IconName } from '../../design/icon.tsx'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import type { Happening } from './happenings.ts'
import styles from './life-cycle.module.css'

interface LifeCycleProps {
  readonly site: string
  readonly happenings: readonly Happening[]
  /** Whether there is a video to jump to. */
  readonly isPlayable: boolean
  onShow(at: string): void
}

const icons: Readonly<Record<Happening['kind'], IconName>> = {
  seen: 'eye',
  began: 'clock',
  fired: 'incidents',
  reported: 'upload',
  peak: 'star',
  'last-seen': 'eye',
  closed: 'check',
}

/** What happened, one line each; a click shows it in the video. */
export function LifeCycle({ site, happenings, isPlayable, onShow }: LifeCycleProps) {
  const text = useText().incident
  const clock = useClock(site)
  return (
    <Card title={text.lifeCycle}>
      <ol className={styles.list}>
        {happenings.map(({ kind, at, confidence }) => (
          <li key={kind}>
            <button type="button" className={styles.row} disabled={!isPlayable || kind === 'reported'} onClick={() => onShow(at)}>
              <Icon name={icons[kind]} size={18} />
              <span className={styles.what}>
                {text.happenings[kind]}
                {confidence !== undefined && <small> {text.sure(Math.round(confidence * 100))}</small>}
              </span>
              <time dateTime={at}>
                {clock.time(at)}
                <small>.{at.slice(20, 22)}</small>
              </time>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  )
}
