import { Button } from '../../../design/button.tsx'
import { Dialog } from '../../../design/dialog.tsx'
import { Problem, Waiting } from '../../../design/state.tsx'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import { isMissing, useClip } from '../../../video/use-clip.ts'
import { maxClipMs } from './clip-limits.ts'
import { isoOf, piecesOf, type Span } from './coverage.ts'
import { lengthWords } from './length-words.ts'
import styles from './take-along.module.css'

export interface ClipDialogProps {
  readonly site: string
  readonly camera: string
  readonly cameraName: string
  readonly span: Span
  readonly onClose: () => void
}

/** The chosen interval as files to save, each with its hash. A long one comes in parts. */
export function ClipDialog({ site, camera, cameraName, span, onClose }: ClipDialogProps) {
  const words = useText().archive
  const pieces = piecesOf(span, maxClipMs)
  return (
    <Dialog title={words.downloadTitle(cameraName)} onClose={onClose}>
      <ol className={styles.files}>
        {pieces.map((piece) => (
          <li key={piece.from}>
            <p className={styles.name}>
              <SiteTime at={isoOf(piece.from)} site={site} as="time" /> – <SiteTime at={isoOf(piece.to)} site={site} as="time" />
            </p>
            <ClipFile site={site} camera={camera} span={piece} />
          </li>
        ))}
      </ol>
      <p className={styles.note}>{words.clipNote}</p>
    </Dialog>
  )
}

function ClipFile({ site, camera, span }: { site: string; camera: string; span: Span }) {
  const text = useText()
  const words = text.archive
  const { data: clip, error, refetch } = useClip({ site, camera, from: isoOf(span.from), to: isoOf(span.to) })
  if (isMissing(error)) return <p className={styles.note}>{words.noVideoAtAll}</p>
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />
  if (clip === undefined) return <Waiting label={words.makingClip} />
  const save = async () => {
    // A link is good for ten minutes; who comes back later gets another one.
    const isOld = Date.parse(clip.expiresAt) < Date.now()
    const { data: fresh } = isOld ? await refetch() : { data: clip }
    if (fresh !== undefined) location.assign(fresh.downloadUrl)
  }
  return (
    <>
      <div>
        <Button icon="download" onClick={() => void save()}>
          {words.saveClip((clip.bytes / 1e6).toFixed(1))}
        </Button>
      </div>
      <p className={styles.note}>
        SHA-256 <code>{clip.sha256}</code>
      </p>
      {clip.gaps.map((gap) => (
        <p key={gap.from} className={styles.gap}>
          {words.gapWithin} <SiteTime at={gap.from} site={site} as="time" /> – <SiteTime at={gap.to} site={site} as="time" /> (
          {lengthWords(Date.parse(gap.to) - Date.parse(gap.from))})
        </p>
      ))}
    </>
  )
}
