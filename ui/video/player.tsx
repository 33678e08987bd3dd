import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { LabelledBox } from '../picture/boxes.ts'
import { useShortcuts } from '../shortcuts/shortcuts.tsx'
import { useText } from '../text/text.ts'
import { useBoxOffset } from './box-offset.ts'
import { followFrames } from './follow-frames.ts'
import { grabPicture } from './grab-picture.ts'
import styles from './player.module.css'
import { PlayerControls } from './player-controls.tsx'
import { createPlayhead } from './playhead.ts'
import { seekTo, stepBack, stepOn } from './seek.ts'
import { boxesAt, clipMsOf, type SeenFrame } from './seen-frames.ts'
import { type Poster, Stage, type Zone } from './stage.tsx'
import { Timeline, type TimelineFacts } from './timeline.tsx'
import type { Clip } from './use-clip.ts'

/** A frame that somebody wants to draw on. */
export interface GrabbedFrame {
  /** When it was taken, ISO 8601. */
  readonly at: string
  /** The picture; undefined where the browser may not read it. */
  readonly picture: Blob | undefined
  /** What the model saw on it. */
  readonly boxes: readonly LabelledBox[]
}

export interface PlayerHandle {
  /** Shows the frame of a moment, and stays there. */
  showMoment(at: string): void
  /** The frame on the screen; undefined as long as there is none. */
  grabFrame(): Promise<GrabbedFrame | undefined>
}

export interface PlayerProps extends Omit<TimelineFacts, 'frames' | 'clip' | 'from' | 'to'> {
  readonly site: string
  readonly camera: string
  /** Undefined until it is there. */
  readonly clip: Clip | undefined
  /** What the timeline shows: the asked time, however much of it there is video of. */
  readonly from: string
  readonly to: string
  /** What the model saw, on the clip's time. */
  readonly frames: readonly SeenFrame[]
  readonly zone?: Zone | undefined
  /** Stands in the video's place until its first frame is there. */
  readonly poster: Poster
  /** The frame to begin with; the clip's first without it. */
  readonly startAt?: string | undefined
  readonly isPlayedAtOnce?: boolean
  readonly fullScreenKey?: string
  readonly ref?: Ref<PlayerHandle>
  /** The video can no longer be read, e.g. because its link is too old: get another. */
  onLost(): void
  /** The video element with the first frame of a clip: for whoever follows it beyond the end of the clip. */
  onReady?(video: HTMLVideoElement): void
}

const farMs = 10_000

/** A video with what the model saw drawn on the very frames that it saw it on. */
export function Player({ clip, frames, site, camera, zone, poster, startAt, ref, onLost, ...rest }: PlayerProps) {
  const text = useText().player
  const video = useRef<HTMLVideoElement>(null)
  const frame = useRef<HTMLElement>(null)
  const [playhead] = useState(createPlayhead)
  const [isPlaying, setPlaying] = useState(false)
  const [rate, setRate] = useState(1)
  const [offsetMs, changeOffset] = useBoxOffset(site, camera)
  // Where somebody was when the video was lost: the new one goes on from there.
  const lostAtMs = useRef<number>(undefined)
  const clipStart = clip === undefined ? undefined : Date.parse(clip.startedAt)
  const usualMs = 1000 / (clip?.recordings[0]?.frameRate ?? 25)

  const onVideo = (run: (video: HTMLVideoElement) => unknown) => {
    if (video.current !== null && video.current.readyState > 0) run(video.current)
  }
  const moveBy = (ms: number) => onVideo((video) => seekTo(video, playhead, (playhead.read() ?? 0) + ms))
  const moveTo = (ms: number) => onVideo((video) => seekTo(video, playhead, ms))
  // One after the other: somebody who presses three times goes three frames.
  const steps = useRef<Promise<void>>(Promise.resolve())
  const step = (direction: 1 | -1) =>
    onVideo((video) => {
      video.pause()
      const go = () => (direction === 1 ? stepOn(video, playhead, usualMs) : stepBack(video, playhead))
      frame.current?.setAttribute('aria-busy', 'true')
      const mine = steps.current.then(go).finally(() => {
        if (steps.current === mine) frame.current?.setAttribute('aria-busy', 'false')
      })
      steps.current = mine
    })
  const toggle = () => onVideo((video) => (video.paused ? play(video) : video.pause()))
  const changeRate = (wanted: number) => {
    setRate(wanted)
    onVideo((video) => {
      video.playbackRate = wanted
    })
  }
  const toggleFullScreen = () =>
    document.fullscreenElement === null ? void frame.current?.requestFullscreen() : void document.exitFullscreen()

  useEffect(() => (video.current === null ? undefined : followFrames(video.current, playhead)), [playhead])
  useEffect(() => () => video.current?.pause(), [])
  useImperativeHandle(ref, () => ({
    showMoment: (at) =>
      onVideo((video) => {
        video.pause()
        if (clip !== undefined) void seekTo(video, playhead, clipMsOf(frames, clip, at))
        frame.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
      }),
    grabFrame: async () => {
      const ms = playhead.read()
      if (video.current === null || clipStart === undefined || ms === undefined) return undefined
      video.current.pause()
      const picture = await grabPicture(video.current)
      return { at: new Date(Math.round(clipStart + ms)).toISOString(), picture, boxes: boxesAt(frames, ms, offsetMs).boxes }
    },
  }))
  useShortcuts(text.keys, {
    Space: { label: text.playOrPause, run: toggle },
    ArrowLeft: { label: text.frameBack, run: () => step(-1) },
    ArrowRight: { label: text.frameOn, run: () => step(1) },
    'Shift+ArrowLeft': { label: text.secondBack, run: () => moveBy(-1000) },
    'Shift+ArrowRight': { label: text.secondOn, run: () => moveBy(1000) },
    'Control+ArrowLeft': { label: text.farBack, run: () => moveBy(-farMs) },
    'Control+ArrowRight': { label: text.farOn, run: () => moveBy(farMs) },
    [rest.fullScreenKey ?? 'f']: { label: text.fullScreen, run: toggleFullScreen },
  })

  return (
    <section ref={frame} className={styles.player} aria-label={text.name}>
      <Stage
        ref={video}
        clip={clip}
        playhead={playhead}
        frames={frames}
        offsetMs={offsetMs}
        zone={zone}
        poster={poster}
        onToggle={toggle}
        onPlaying={setPlaying}
        onReady={(video) => {
          video.playbackRate = rate
          const wanted = lostAtMs.current ?? (startAt === undefined ? 0 : Date.parse(startAt) - (clipStart ?? 0))
          lostAtMs.current = undefined
          void seekTo(video, playhead, wanted)
          if (rest.isPlayedAtOnce && !prefersStillness()) play(video)
          rest.onReady?.(video)
        }}
        onLost={() => {
          lostAtMs.current = playhead.read()
          onLost()
        }}
      />
      <Timeline {...rest} clip={clip} frames={frames} playhead={playhead} onMove={moveTo} site={site} />
      <PlayerControls
        playhead={playhead}
        clip={clip}
        site={site}
        {...{ isPlaying, rate, offsetMs, changeRate, changeOffset, toggle, step, toggleFullScreen }}
      />
    </section>
  )
}

/** A browser may refuse to play by itself; then the person presses the button. */
function play(video: HTMLVideoElement): void {
  video.play().catch(() => {})
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}
