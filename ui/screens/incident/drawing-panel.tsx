import { useEffect, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Waiting } from '../../design/state.tsx'
import { BoxEditor } from '../../picture/box-editor.tsx'
import type { LabelledBox } from '../../picture/boxes.ts'
import { editedBox, useBoxEdits } from '../../picture/use-box-edits.ts'
import type { Size } from '../../picture/view.ts'
import { useText } from '../../text/text.ts'
import styles from './drawing-panel.module.css'

/** What is drawn on: a frame of the video, or the picture that raised the incident. */
export interface Drawing {
  readonly purpose: 'correct' | 'missed'
  /** When the picture was taken. */
  readonly at: string
  readonly source: string
  /** What the model saw on it. */
  readonly boxes: readonly LabelledBox[]
}

interface DrawingPanelProps {
  readonly drawing: Drawing
  readonly labels: readonly string[]
  onSave(boxes: readonly LabelledBox[]): void
  onClose(): void
}

/** Takes the place of the video while somebody corrects the model's boxes, or draws what it has missed. */
export function DrawingPanel({ drawing, labels, onSave, onClose }: DrawingPanelProps) {
  const { incident: text, shell } = useText()
  const { purpose, source, boxes } = drawing
  const size = useSize(source)
  const edits = useBoxEdits(
    purpose === 'correct' ? () => boxes.map((box) => editedBox({ ...box, isSuggestion: true })) : [],
    labels[0] ?? '',
  )
  const isEmpty = purpose === 'missed' && edits.boxes.length === 0
  return (
    <Card title={text.drawing[purpose]}>
      <p className={styles.lead}>{text.drawing[`${purpose}Lead`]}</p>
      {size === undefined ? (
        <Waiting />
      ) : (
        <BoxEditor source={source} alt={text.drawing.alt} size={size} labels={labels} edits={edits} hasFocus />
      )}
      <div className={styles.actions}>
        <Button onClick={onClose}>{shell.cancel}</Button>
        <Button
          look="primary"
          disabled={isEmpty || size === undefined}
          onClick={() => onSave(edits.boxes.map(({ label, box }) => ({ label, box })))}
        >
          {text.drawing[`${purpose}Save`]}
        </Button>
      </div>
    </Card>
  )
}

function useSize(source: string): Size | undefined {
  const [known, setKnown] = useState<Size & { source: string }>()
  useEffect(() => {
    const image = new Image()
    image.onload = () => setKnown({ source, width: image.naturalWidth, height: image.naturalHeight })
    image.src = source
    return () => {
      image.onload = null
    }
  }, [source])
  return known?.source === source ? known : undefined
}
