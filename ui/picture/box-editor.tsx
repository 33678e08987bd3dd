import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../design/button.tsx'
import { useText } from '../text/text.ts'
import styles from './box-editor.module.css'
import type { Point } from './box-geometry.ts'
import { type BoxKeys, boxKeys } from './box-keys.ts'
import { BoxList } from './box-list.tsx'
import { BoxStage } from './box-stage.tsx'
import { type Box, boxColour } from './boxes.ts'
import { describeBox } from './describe-box.ts'
import type { BoxEdits } from './use-box-edits.ts'
import { useBoxGestures } from './use-box-gestures.ts'
import { useBoxKeys } from './use-box-keys.ts'
import { useView } from './use-view.ts'
import { type Size, toStage, visiblePart } from './view.ts'

export interface BoxEditorProps {
  /** Address of the picture; undefined while it is asked for. */
  readonly source: string | undefined
  /** What is on it, in words. */
  readonly alt: string
  /** Of the picture, in its own pixels. */
  readonly size: Size
  /** What a box can be, in the order of the keys 1 to 9. */
  readonly labels: readonly string[]
  /** From `useBoxEdits`. */
  readonly edits: BoxEdits
  /** Where a person has chosen other keys. */
  readonly keys?: Partial<BoxKeys>
  readonly isReadOnly?: boolean
  /** The picture takes the keys at once, without a click or Tab before. */
  readonly hasFocus?: boolean
  /** Stands beside the picture, above the tools. */
  readonly aside?: ReactNode
}

/**
 * A picture whose boxes a person draws, moves, resizes and labels: with mouse, pen or finger, by keys, or in the list beside it.
 *
 * The coordinates are fractions of the picture, whatever part of it is shown and however large.
 */
export function BoxEditor({ source, alt, size, labels, edits, keys, isReadOnly = false, hasFocus = false, aside }: BoxEditorProps) {
  const text = useText().boxes
  const stage = useRef<HTMLElement>(null)
  const shown = useView(stage, size)
  const [isDrawing, setDrawing] = useState(false)
  const [isIsolated, setIsolated] = useState(false)
  const gestures = useBoxGestures({ stage, shown, edits, isDrawing, onDrawn: () => setDrawing(false), isReadOnly })
  useEffect(() => {
    if (hasFocus) stage.current?.focus({ preventScroll: true })
  }, [hasFocus])

  const { boxes, chosen } = edits
  const chosenBox = chosen?.box
  const reveal = useRef(shown?.reveal)
  reveal.current = shown?.reveal
  useEffect(() => {
    // Whoever goes from box to box by keys must see where they are.
    if (chosenBox !== undefined) reveal.current?.(chosenBox)
  }, [chosenBox])
  const zoom = (factor: number) => {
    if (shown === undefined || chosenBox === undefined) return shown?.zoom(factor)
    // What one works on comes to the middle, where all of it can be seen.
    const { x, y } = middleOf(toStage(shown.view, chosenBox))
    shown.zoom(factor, { x, y })
    shown.pan({ x: shown.stage.width / 2 - x, y: shown.stage.height / 2 - y })
  }
  const add = () => {
    // Whose hand is on the mouse drags it there; who has keys only gets it in the middle of what is seen.
    if (gestures.isOver()) return setDrawing(true)
    if (shown === undefined) return
    const { left, top, width, height } = visiblePart(shown.view, shown.stage)
    stage.current?.focus({ preventScroll: true })
    edits.add({ left: left + width * 0.4, top: top + height * 0.4, width: width * 0.2, height: height * 0.2 })
  }
  const step = (by: 1 | -1) => {
    const index = boxes.findIndex(({ id }) => id === chosen?.id)
    const next = index < 0 && by < 0 ? boxes.at(-1) : boxes[(index + by + boxes.length) % boxes.length]
    stage.current?.focus({ preventScroll: true })
    edits.choose(next?.id)
  }
  const actions = {
    add,
    draw: () => setDrawing((before) => !before),
    remove: () => {
      if (chosen === undefined) return
      edits.remove(chosen.id)
      stage.current?.focus({ preventScroll: true })
    },
    next: () => step(1),
    previous: () => step(-1),
    isolate: () => setIsolated((before) => !before),
    zoomIn: () => zoom(1.5),
    zoomOut: () => zoom(1 / 1.5),
    pan: (x: number, y: number) => shown?.pan({ x: -x * shown.stage.width * panStep, y: -y * shown.stage.height * panStep }),
    fit: () => shown?.fit(),
    unchoose: () => {
      gestures.cancel()
      setDrawing(false)
      edits.choose(undefined)
      if (stage.current?.contains(document.activeElement)) stage.current.focus({ preventScroll: true })
    },
  }
  useBoxKeys({ edits, labels, keys: { ...boxKeys, ...keys }, size, isReadOnly, isZoomed: shown?.isZoomed ?? false, actions })

  return (
    <div className={styles.editor}>
      <BoxStage {...{ stage, source, alt, size, shown, edits, gestures, isIsolated, isDrawing }} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: nothing happens here, the focus only stays where it is */}
      <div className={styles.side} onMouseDown={keepFocus}>
        {aside}
        <div className={styles.tools} role="toolbar" aria-label={text.tools}>
          {!isReadOnly && (
            <>
              <Button icon="labeling" aria-pressed={isDrawing} onClick={actions.draw}>
                {text.draw}
              </Button>
              <Button look="quiet" icon="plus" label={text.add} onClick={add} />
              <Button look="quiet" icon="undo" label={text.undo} disabled={!edits.canUndo} onClick={edits.undo} />
              <Button look="quiet" icon="redo" label={text.redo} disabled={!edits.canRedo} onClick={edits.redo} />
            </>
          )}
          <Button look="quiet" icon="eye" label={text.isolate} aria-pressed={isIsolated} onClick={actions.isolate} />
          <Button look="quiet" icon="zoom" label={text.zoomIn} onClick={actions.zoomIn} />
          <Button look="quiet" icon="minus" label={text.zoomOut} disabled={!shown?.isZoomed} onClick={actions.zoomOut} />
          <Button look="quiet" icon="fit" label={text.fit} disabled={!shown?.isZoomed} onClick={actions.fit} />
        </div>
        {!isReadOnly && <Labels edits={edits} labels={labels} />}
        <BoxList {...{ edits, labels, size, isReadOnly }} />
        <p className="visually-hidden" role="status">
          {chosen === undefined ? text.count(boxes.length) : describeBox(text, chosen, boxes.indexOf(chosen), size)}
        </p>
      </div>
    </div>
  )
}

/** How much of the stage an arrow moves an enlarged picture. */
const panStep = 0.1

function middleOf({ left, top, width, height }: Box): Point {
  return { x: left + width / 2, y: top + height / 2 }
}

/** Who presses buttons with the mouse has the other hand on the keys: these go on working on the picture. */
function keepFocus(event: MouseEvent): void {
  if ((event.target as Element).closest('button') !== null) event.preventDefault()
}

function Labels({ edits, labels }: { edits: BoxEdits; labels: readonly string[] }) {
  const text = useText().boxes
  const current = edits.chosen?.label ?? edits.label
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that are pressed, no inputs
    <div className={styles.labels} role="group" aria-label={text.label}>
      {labels.map((label, index) => (
        <button key={label} type="button" aria-pressed={label === current} onClick={() => edits.relabel(label)}>
          <i style={{ background: boxColour(label) }} />
          {label}
          {index < 9 && <span aria-hidden="true">{index + 1}</span>}
        </button>
      ))}
    </div>
  )
}
