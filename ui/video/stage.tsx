import { type ReactNode, type Ref, useState } from 'react'
import { Icon } from '../design/icon.tsx'
import { BoxLayer } from '../picture/box-layer.tsx'
import type { LabelledBox } from '../picture/boxes.ts'
import { useText } from '../text/text.ts'
import { type Playhead, usePlayhead } from './playhead.ts'
import { boxesAt, type SeenFrame } from './seen-frames.ts'
import styles from './stage.module.css'
import type { Clip } from './use-clip.ts'

/** Corners as fractions of the picture. */
export type Zone = readonly (readonly [number, number])[]

/** What is seen before there is a video. */
export interface Poster {
  /** Address of a picture; undefined as long as there is none. */
  readonly source: string | undefined
  readonly alt: string
  readonly boxes: readonly LabelledBox[]
  /** Why there is no video (yet). */
  readonly note?: ReactNode
}

interface StageProps {
  readonly ref: Ref<HTMLVideoElement>
  readonly clip: Clip | undefined
  readonly playhead: Playhead
  readonly frames: readonly SeenFrame[]
  readonly offsetMs: number
  readonly zone: Zone | undefined
  readonly poster: Poster
  onToggle(): void
  onPlaying(isPlaying: boolean): void
  onReady(video: HTMLVideoElement): void
  onLost(): void
}

/** The picture: the video, the boxes of its frame and the zone over it, and something else in its place until it is there. */
export function Stage({ ref, clip, playhead, frames, offsetMs, zone, poster, onToggle, onPlaying, onReady, onLost }: StageProps) {
  const text = useText().player
  const [ratio, setRatio] = useState(16 / 9)
  // With it a page may read the picture, to draw on it; a storage that does not allow that still plays without.
  const [isReadable, setReadable] = useState(true)
  const [ready, setReady] = useState<string>()
  const isReady = clip !== undefined && ready === clip.url
  return (
    <div className={styles.stage}>
      <div className={styles.picture} style={{ aspectRatio: ratio, width: `min(100%, calc(var(--stage-height) * ${ratio}))` }}>
        <video
          ref={ref}
          className={styles.video}
          src={clip?.url}
          crossOrigin={isReadable ? 'anonymous' : undefined}
          muted
          playsInline
          preload="auto"
          aria-label={text.video}
          onClick={onToggle}
          onPlay={() => onPlaying(true)}
          onPause={() => onPlaying(false)}
          onLoadedData={({ currentTarget }) => {
            setRatio(currentTarget.videoWidth / currentTarget.videoHeight)
            setReady(clip?.url)
            onReady(currentTarget)
          }}
          onError={() => {
            if (isReadable && !isReady) setReadable(false)
            else onLost()
          }}
        />
        {isReady ? <FrameBoxes playhead={playhead} frames={frames} offsetMs={offsetMs} /> : <Still poster={poster} onRatio={setRatio} />}
        {zone !== undefined && <ZoneLayer zone={zone} />}
      </div>
    </div>
  )
}

function Still({ poster: { source, alt, boxes, note }, onRatio }: { poster: Poster; onRatio(ratio: number): void }) {
  return (
    <div className={styles.poster}>
      {source === undefined ? (
        <span className={styles.none} role="img" aria-label={alt}>
          <Icon name="camera" size={40} />
        </span>
      ) : (
        <>
          <img
            src={source}
            alt={alt}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => onRatio(naturalWidth / naturalHeight)}
          />
          <BoxLayer boxes={boxes} />
        </>
      )}
      {note !== undefined && <div className={styles.note}>{note}</div>}
    </div>
  )
}

/** Drawn with every frame, so it holds nothing else. */
function FrameBoxes({ playhead, frames, offsetMs }: Pick<StageProps, 'playhead' | 'frames' | 'offsetMs'>) {
  const mediaMs = usePlayhead(playhead)
  if (mediaMs === undefined) return null
  const { boxes, isHeld } = boxesAt(frames, mediaMs, offsetMs)
  return (
    <div className={isHeld ? styles.held : styles.boxes} data-media-ms={mediaMs}>
      <BoxLayer boxes={boxes} />
    </div>
  )
}

function ZoneLayer({ zone }: { zone: Zone }) {
  return (
    <svg className={styles.zone} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      <polygon points={zone.map(([x, y]) => `${x},${y}`).join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
