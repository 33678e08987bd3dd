import { useId } from 'react'
import { Button } from '../design/button.tsx'
import { useText } from '../text/text.ts'
import { useClock } from '../time/use-clock.ts'
import styles from './player.module.css'
import { type Playhead, usePlayhead } from './playhead.ts'
import type { Clip } from './use-clip.ts'

interface PlayerControlsProps {
  readonly site: string
  readonly clip: Clip | undefined
  readonly playhead: Playhead
  readonly isPlaying: boolean
  readonly rate: number
  readonly offsetMs: number
  changeRate(rate: number): void
  changeOffset(offsetMs: number): void
  toggle(): void
  step(direction: 1 | -1): void
  toggleFullScreen(): void
}

const rates = [0.25, 0.5, 1, 2, 4]
/** One press of a button: about a frame of most cameras. */
const offsetStepMs = 20

export function PlayerControls(props: PlayerControlsProps) {
  const text = useText().player
  const { clip, isPlaying, rate, offsetMs, changeOffset } = props
  const isOff = clip === undefined
  const menu = useId()
  return (
    <div className={styles.controls}>
      <Button look="quiet" icon="back" label={text.frameBack} disabled={isOff} onClick={() => props.step(-1)} />
      <Button icon={isPlaying ? 'pause' : 'play'} label={isPlaying ? text.pause : text.play} disabled={isOff} onClick={props.toggle} />
      <Button look="quiet" icon="forward" label={text.frameOn} disabled={isOff} onClick={() => props.step(1)} />
      <Moment {...props} />
      <span className={styles.space} />
      <select
        className={styles.rate}
        aria-label={text.speed}
        value={rate}
        disabled={isOff}
        onChange={({ target }) => props.changeRate(Number(target.value))}
      >
        {rates.map((one) => (
          <option key={one} value={one}>
            {one} ×
          </option>
        ))}
      </select>
      <Button look="quiet" icon="settings" label={text.offset} popoverTarget={menu} />
      <Button look="quiet" icon="expand" label={text.fullScreen} onClick={props.toggleFullScreen} />
      <div id={menu} popover="auto" className={styles.menu}>
        <p className={styles.title}>{text.offset}</p>
        <p className={styles.hint}>{text.offsetHint}</p>
        <div className={styles.offset}>
          <Button icon="minus" label={text.boxesEarlier} onClick={() => changeOffset(offsetMs - offsetStepMs)} />
          <output>{text.milliseconds(offsetMs)}</output>
          <Button icon="plus" label={text.boxesLater} onClick={() => changeOffset(offsetMs + offsetStepMs)} />
          <Button disabled={offsetMs === 0} onClick={() => changeOffset(0)}>
            {text.offsetReset}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** Where the video is, by the clock on the wall, to the hundredth: that is what one compares with other cameras. */
function Moment({ clip, playhead, site }: PlayerControlsProps) {
  const clock = useClock(site)
  const ms = usePlayhead(playhead)
  if (clip === undefined || ms === undefined) return null
  const at = new Date(Math.round(Date.parse(clip.startedAt) + ms)).toISOString()
  return (
    <time className={styles.moment} dateTime={at}>
      {clock.time(at)}
      <small>.{at.slice(20, 22)}</small>
    </time>
  )
}
