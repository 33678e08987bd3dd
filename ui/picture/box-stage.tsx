import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import { Icon } from '../design/icon.tsx'
import { useText } from '../text/text.ts'
import styles from './box-stage.module.css'
import { boxColour, type LabelledBox } from './boxes.ts'
import { describeBox } from './describe-box.ts'
import type { BoxEdits, EditedBox } from './use-box-edits.ts'
import type { BoxGestures } from './use-box-gestures.ts'
import type { StageView } from './use-view.ts'
import { type Size, toStage, type View } from './view.ts'

export interface BoxStageProps {
  readonly stage: RefObject<HTMLElement | null>
  readonly source: string | undefined
  readonly alt: string
  readonly size: Size
  readonly shown: StageView | undefined
  readonly edits: BoxEdits
  readonly gestures: BoxGestures
  readonly isIsolated: boolean
  readonly isDrawing: boolean
  /** Over the picture, in a corner. */
  readonly children?: ReactNode
}

/** The picture with its boxes; each of them can be reached by Tab. */
export function BoxStage({ stage, source, alt, size, shown, edits, gestures, isIsolated, isDrawing, children }: BoxStageProps) {
  const text = useText().boxes
  const { draft } = gestures
  const { chosen } = edits
  useEffect(() => {
    // What was chosen in the list keeps its focus there.
    if (chosen === undefined || !stage.current?.contains(document.activeElement)) return
    stage.current.querySelector<HTMLElement>(`[data-box="${chosen.id}"]`)?.focus({ preventScroll: true })
  }, [chosen, stage])
  const view = shown?.view
  return (
    <section
      ref={stage}
      className={styles.stage}
      style={{ aspectRatio: `${size.width} / ${size.height}`, cursor: isDrawing ? 'crosshair' : gestures.cursor }}
      role="application"
      aria-label={text.stage(alt, edits.boxes.length)}
      aria-roledescription={text.stageRole}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: boxes are drawn here, by keyboard as well
      tabIndex={0}
      onContextMenu={(event) => event.preventDefault()}
      {...gestures.handlers}
    >
      {view && <StagePicture source={source} view={view} />}
      {view &&
        edits.boxes.map((box, index) => (
          <StageBox
            key={box.id}
            box={draft?.id === box.id ? { ...box, box: draft.box } : box}
            name={describeBox(text, box, index, size)}
            view={view}
            look={box.id === chosen?.id ? 'chosen' : isIsolated && chosen !== undefined ? 'faded' : 'plain'}
            isIsolated={isIsolated}
            onFocus={() => edits.choose(box.id)}
          />
        ))}
      {view && draft !== undefined && draft.id === undefined && (
        <div className={`${styles.box} ${styles.drawn}`} style={place(view, { label: edits.label, box: draft.box })} />
      )}
      <div className={styles.crosshair} aria-hidden="true">
        <i />
        <b />
      </div>
      {children}
    </section>
  )
}

function StagePicture({ source, view }: { source: string | undefined; view: View }) {
  const text = useText().boxes
  const [failed, setFailed] = useState<string>()
  const { left, top, width, height } = view
  if (source === undefined || failed === source) {
    return (
      <span className={styles.none} role="status">
        <Icon name="camera" size={32} />
        {failed === undefined ? null : text.noPicture}
      </span>
    )
  }
  // The section says what is on it.
  return (
    <img
      className={styles.picture}
      src={source}
      alt=""
      draggable={false}
      style={{ left, top, width, height }}
      onError={() => setFailed(source)}
    />
  )
}

interface StageBoxProps {
  readonly box: EditedBox
  readonly name: string
  readonly view: View
  readonly look: 'plain' | 'chosen' | 'faded'
  readonly isIsolated: boolean
  readonly onFocus: () => void
}

function StageBox({ box, name, view, look, isIsolated, onFocus }: StageBoxProps) {
  const { isSuggestion, isDoubted, label, confidence } = box
  const isLow = toStage(view, box.box).top >= 20
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds inputs, this is a mark on a picture
    <div
      role="group"
      aria-label={name}
      data-box={box.id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the editor work on the box that has the focus
      tabIndex={0}
      className={`${styles.box} ${styles[look]} ${isSuggestion ? styles.suggestion : ''} ${isSuggestion && isDoubted ? styles.doubted : ''} ${look === 'chosen' && isIsolated ? styles.alone : ''}`}
      style={place(view, box)}
      onFocus={onFocus}
    >
      <span className={isLow ? styles.above : styles.inside} aria-hidden="true">
        {label}
        {confidence !== undefined && ` ${Math.round(confidence * 100)} %`}
        {isSuggestion && ' ?'}
      </span>
      {look === 'chosen' && grips.map((grip) => <i key={grip} className={styles[grip]} />)}
    </div>
  )
}

const grips = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const

function place(view: View, { box, label }: LabelledBox) {
  return { ...toStage(view, box), color: boxColour(label) }
}
