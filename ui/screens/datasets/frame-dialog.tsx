import { useEffect, useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Loaded } from '../../design/state.tsx'
import { Picture } from '../../picture/picture.tsx'
import { useFrameLinks } from '../../picture/use-frame-links.ts'
import { useText } from '../../text/text.ts'
import styles from './frame-dialog.module.css'
import { FrameFacts } from './frame-facts.tsx'
import type { DatasetItem } from './picture-grid.tsx'
import { useWhatIsSaid } from './use-what-is-said.ts'

export interface FrameDialogProps {
  readonly frame: string
  /** Pictures that one can go on to. */
  readonly items: readonly DatasetItem[]
  readonly links: ReadonlyMap<string, string>
  readonly site: string
  /** How pictures that changed were labelled in the other version, by frame. */
  readonly before?: ReadonlyMap<string, DatasetItem>
  readonly onOpen: (frame: string) => void
  readonly onClose: () => void
}

/** One picture, large, with all that is known of it; the arrow keys lead to its neighbours. */
export function FrameDialog({ frame, items, links, site, before, onOpen, onClose }: FrameDialogProps) {
  const text = useText().datasets
  const [hasBoxes, setBoxes] = useState(true)
  const index = items.findIndex((item) => item.frame === frame)
  const [previous, next] = [items[index - 1], index < 0 ? undefined : items[index + 1]]
  const detail = useApi('getFrame', { params: { id: frame } })
  // Who comes by a link may open a picture that is on none of the pages read so far.
  const own = useFrameLinks(links.has(frame) ? [] : [[frame]])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = {
        ArrowLeft: previous && (() => onOpen(previous.frame)),
        ArrowRight: next && (() => onOpen(next.frame)),
        b: () => setBoxes((has) => !has),
      }
      const found = act[event.key as keyof typeof act]
      if (found === undefined) return
      event.preventDefault()
      found()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [previous, next, onOpen])
  const item = items[index]
  const shown = item ?? fromDetail(detail.data)
  const said = useWhatIsSaid(shown ?? { annotations: [], absent: [] })
  const old = before?.get(frame)
  const saidBefore = useWhatIsSaid(old ?? { annotations: [], absent: [] })
  const source = links.get(frame) ?? own.get(frame)
  const ratio = shown === undefined ? 16 / 9 : shown.width / shown.height
  return (
    <Dialog
      title={text.frameTitle}
      isWide
      onClose={onClose}
      actions={
        <>
          <Button aria-pressed={hasBoxes} onClick={() => setBoxes(!hasBoxes)} icon="labeling">
            {text.hideBoxes}
          </Button>
          <Button icon="back" label={text.previous} disabled={previous === undefined} onClick={() => previous && onOpen(previous.frame)} />
          <Button icon="forward" label={text.next} disabled={next === undefined} onClick={() => next && onOpen(next.frame)} />
        </>
      }
    >
      <div className={styles.content}>
        <div className={styles.pictures}>
          {old !== undefined && <h3>{text.after}</h3>}
          <Picture source={source} alt={said} boxes={hasBoxes ? (shown?.annotations ?? []) : []} ratio={ratio} />
          {old !== undefined && (
            <>
              <h3>{text.before}</h3>
              <Picture source={source} alt={saidBefore} boxes={hasBoxes ? old.annotations : []} ratio={ratio} />
            </>
          )}
        </div>
        {shown !== undefined ? (
          <FrameFacts frame={frame} shown={shown} item={item} reasons={detail.data?.frame.reasons ?? []} site={site} />
        ) : (
          <Loaded of={detail}>{() => null}</Loaded>
        )}
      </div>
    </Dialog>
  )
}

type Detail = ReturnType<typeof useApi<'getFrame'>>['data']

function fromDetail(detail: Detail) {
  if (detail === undefined) return undefined
  const { frame, of, labels } = detail
  const { annotations = [], absent = [], incidents = [] } = labels ?? {}
  return { ...frame, camera: of.camera, recording: of.recording, annotations, absent, incidents }
}
