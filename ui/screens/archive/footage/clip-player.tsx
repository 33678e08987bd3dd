import { useEffect, useMemo, useRef, useState } from 'react'
import { useApi } from '../../../api/use-api.ts'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import { Player } from '../../../video/player.tsx'
import { placeFrames } from '../../../video/seen-frames.ts'
import type { Clip, Stretch } from '../../../video/use-clip.ts'
import { isoOf, spanOf } from './coverage.ts'
import styles from './interval-player.module.css'
import { lengthWords } from './length-words.ts'

export interface ClipPlayerProps {
  readonly stretch: Stretch
  readonly clip: Clip
  readonly name: string
  readonly onTime: (at: number) => void
  readonly onEnd: () => void
  /** The link has run out, or the network broke. */
  readonly onLost: () => void
}

/** Within a gap a clip shows the last picture before it: one must see that this is none of that time. */
export function ClipPlayer({ stretch, clip, name, onTime, onEnd, onLost }: ClipPlayerProps) {
  const words = useText().archive
  const { site, camera, from, to } = stretch
  const { data: inferences } = useApi('listInferences', { query: stretch })
  const frames = useMemo(() => (inferences === undefined ? [] : placeFrames(inferences.items, clip)), [inferences, clip])
  const [at, setAt] = useState(Date.parse(clip.startedAt))
  const [skips, setSkips] = useState(true)
  const [video, setVideo] = useState<HTMLVideoElement>()
  const gaps = useMemo(() => clip.gaps.map(spanOf), [clip])
  const isInGap = gaps.some((gap) => at >= gap.from && at < gap.to)
  const follow = (element: HTMLVideoElement) => {
    const start = Date.parse(clip.startedAt)
    const now = start + Math.round(element.currentTime * 1000)
    setAt(now)
    onTime(now)
    const entered = gaps.find((gap) => now >= gap.from && now < gap.to)
    // There is nothing to skip to behind a gap at the end.
    if (skips && entered !== undefined && entered.to < Date.parse(clip.endedAt) && !element.paused)
      element.currentTime = (entered.to - start) / 1000
  }
  const tell = useRef({ follow, onEnd })
  tell.current = { follow, onEnd }
  useEffect(() => {
    if (video === undefined) return
    const onMove = () => tell.current.follow(video)
    const onEnded = () => tell.current.onEnd()
    for (const name of ['timeupdate', 'seeked'] as const) video.addEventListener(name, onMove)
    video.addEventListener('ended', onEnded)
    return () => {
      for (const name of ['timeupdate', 'seeked'] as const) video.removeEventListener(name, onMove)
      video.removeEventListener('ended', onEnded)
    }
  }, [video])
  const poster = { source: undefined, alt: words.playing(name), boxes: [], note: words.makingClip }
  return (
    <>
      <div className={styles.screen}>
        <Player {...{ site, camera, clip, from, to, frames, poster, onLost }} isPlayedAtOnce onReady={setVideo} />
        {isInGap && <p className={styles.overlay}>{words.noVideoNow}</p>}
      </div>
      <div className={styles.below}>
        <output className={styles.clock} data-at={isoOf(at)}>
          <SiteTime at={isoOf(at)} site={site} />
        </output>
        {gaps.length > 0 && (
          <label className={styles.skips}>
            <input type="checkbox" checked={skips} onChange={(event) => setSkips(event.target.checked)} />
            {words.skipGaps}
          </label>
        )}
      </div>
      {gaps.length > 0 && (
        <ul className={styles.gaps}>
          {gaps.map((gap) => (
            <li key={gap.from}>
              {words.gapWithin} <SiteTime at={isoOf(gap.from)} site={site} as="time" /> –{' '}
              <SiteTime at={isoOf(gap.to)} site={site} as="time" /> ({lengthWords(gap.to - gap.from)})
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
