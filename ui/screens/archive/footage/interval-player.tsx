import { useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Card } from '../../../design/page.tsx'
import { Problem, Waiting } from '../../../design/state.tsx'
import { useText } from '../../../text/text.ts'
import { isMissing, useClip } from '../../../video/use-clip.ts'
import { maxClipMs } from './clip-limits.ts'
import { ClipPlayer } from './clip-player.tsx'
import { isoOf, piecesOf, type Span } from './coverage.ts'
import styles from './interval-player.module.css'

export interface IntervalPlayerProps {
  readonly site: string
  readonly camera: string
  readonly cameraName: string
  readonly span: Span
  /** Where in time the picture is, in milliseconds. */
  readonly onTime: (at: number) => void
  readonly onClose: () => void
}

/** Plays an interval of any length across recordings, as clips one after the other. */
export function IntervalPlayer({ site, camera, cameraName, span, onTime, onClose }: IntervalPlayerProps) {
  const text = useText()
  const words = text.archive
  const pieces = piecesOf(span, maxClipMs)
  const [index, setIndex] = useState(0)
  const piece = pieces[index] ?? span
  const stretch = { site, camera, from: isoOf(piece.from), to: isoOf(piece.to) }
  const { data: clip, error, refetch } = useClip(stretch)
  const isLast = index === pieces.length - 1
  const next = () => setIndex(Math.min(index + 1, pieces.length - 1))
  return (
    <Card
      title={words.playing(cameraName)}
      actions={<Button look="quiet" size="small" icon="close" label={text.shell.close} onClick={onClose} />}
    >
      {clip !== undefined ? (
        <ClipPlayer key={clip.url} {...{ stretch, clip, onTime }} name={cameraName} onEnd={next} onLost={() => void refetch()} />
      ) : isMissing(error) ? (
        <div className={styles.none} role="status">
          <p>{words.noVideoAtAll}</p>
          {!isLast && (
            <Button icon="forward" onClick={next}>
              {words.nextPart}
            </Button>
          )}
        </div>
      ) : error !== null ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={words.makingClip} />
      )}
      {pieces.length > 1 && <p className={styles.parts}>{words.partOf(index + 1, pieces.length)}</p>}
    </Card>
  )
}
