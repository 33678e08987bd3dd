import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import { boxBetween, type Grip, hasArea, moveBox, type Point, resizeBox } from './box-geometry.ts'
import type { Box } from './boxes.ts'
import { type Hit, hitTest } from './hit-test.ts'
import { type Pinch, pinchOf, pinchStep } from './pinch.ts'
import type { BoxEdits } from './use-box-edits.ts'
import type { StageView } from './use-view.ts'
import { toPicture, toStage } from './view.ts'

/** A box as it is while somebody drags it; without an id it is a new one. */
export interface Draft {
  readonly id: string | undefined
  readonly box: Box
}

type Drag =
  | { readonly kind: 'draw' | 'pan' }
  | { readonly kind: 'move'; readonly id: string; readonly box: Box }
  | { readonly kind: 'resize'; readonly id: string; readonly box: Box; readonly grip: Grip }

interface Gesture {
  readonly drag: Drag
  readonly from: Point
  readonly last: Point
  readonly hasMoved: boolean
}

export interface BoxGestures {
  readonly draft: Draft | undefined
  readonly cursor: string
  /** Whether a mouse or pen is over the stage. */
  isOver(): boolean
  cancel(): void
  readonly handlers: Readonly<Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onPointerLeave', Handler>>
}

type Handler = (event: PointerEvent<HTMLElement>) => void

/** Pixels by which a grip can be missed, and by which a pointer trembles when it only clicks. */
const reaches = { mouse: 7, pen: 12, touch: 22 }
const trembles = { mouse: 3, pen: 4, touch: 8 }

export interface GesturesOptions {
  readonly stage: RefObject<HTMLElement | null>
  readonly shown: StageView | undefined
  readonly edits: BoxEdits
  /** The next drag draws, whatever lies below it. */
  readonly isDrawing: boolean
  readonly onDrawn: () => void
  readonly isReadOnly: boolean
}

/** Draws, moves and resizes with mouse, pen and finger; two fingers zoom, and so does the wheel. */
export function useBoxGestures(options: GesturesOptions): BoxGestures {
  const { stage, shown, edits, isDrawing, onDrawn, isReadOnly } = options
  const [draft, setDraft] = useState<Draft>()
  const [cursor, setCursor] = useState('crosshair')
  const gesture = useRef<Gesture>(undefined)
  const fingers = useRef(new Map<number, Point>())
  const pinch = useRef<Pinch>(undefined)

  const at = (event: PointerEvent): Point => {
    const { left, top } = stage.current!.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const hitAt = (event: PointerEvent, point: Point, { view }: StageView): Hit => {
    const targets = edits.boxes.map(({ id, box }) => ({ id, box: toStage(view, box) }))
    return hitTest(point, targets, edits.chosen?.id, reachOf(event, reaches))
  }
  const stop = () => {
    gesture.current = undefined
    setDraft(undefined)
  }

  const onPointerDown: Handler = (event) => {
    if (shown === undefined) return
    const from = at(event)
    stage.current?.setPointerCapture(event.pointerId)
    if (event.pointerType === 'touch') fingers.current.set(event.pointerId, from)
    const two = [...fingers.current.values()]
    if (two.length === 2) {
      stop()
      pinch.current = pinchOf(two as [Point, Point])
      return
    }
    const drag = event.button === 0 && !isReadOnly ? pick(event, from, shown) : ({ kind: 'pan' } as const)
    gesture.current = { drag, from, last: from, hasMoved: false }
  }

  const pick = (event: PointerEvent, from: Point, now: StageView): Drag => {
    if (isDrawing) return { kind: 'draw' }
    const hit = hitAt(event, from, now)
    const { chosen } = edits
    if (hit.kind === 'grip' && chosen !== undefined) return { kind: 'resize', id: chosen.id, box: chosen.box, grip: hit.grip }
    if (hit.kind === 'box') {
      edits.choose(hit.id)
      return { kind: 'move', id: hit.id, box: edits.boxes.find(({ id }) => id === hit.id)!.box }
    }
    // One finger on nothing moves the picture: drawing by accident would be worse than pressing "Draw" first.
    return { kind: event.pointerType === 'touch' ? 'pan' : 'draw' }
  }

  const onPointerMove: Handler = (event) => {
    if (shown === undefined) return
    const point = at(event)
    if (event.pointerType !== 'touch') showCrosshair(stage.current!, point)
    if (fingers.current.has(event.pointerId)) fingers.current.set(event.pointerId, point)
    const two = [...fingers.current.values()]
    if (pinch.current !== undefined && two.length === 2) {
      const next = pinchOf(two as [Point, Point])
      const { factor, by } = pinchStep(pinch.current, next)
      pinch.current = next
      shown.pan(by)
      shown.zoom(factor, next.middle)
      return
    }
    const now = gesture.current
    if (now === undefined) return setCursor(isDrawing ? 'crosshair' : cursorOf(hitAt(event, point, shown)))
    const hasMoved = now.hasMoved || Math.hypot(point.x - now.from.x, point.y - now.from.y) >= reachOf(event, trembles)
    gesture.current = { ...now, last: point, hasMoved }
    if (!hasMoved) return
    if (now.drag.kind === 'pan') shown.pan({ x: point.x - now.last.x, y: point.y - now.last.y })
    else setDraft(draftOf(now.drag, now.from, point, shown))
  }

  const onPointerUp: Handler = (event) => {
    const now = gesture.current
    fingers.current.delete(event.pointerId)
    if (fingers.current.size < 2) pinch.current = undefined
    stop()
    if (now === undefined || shown === undefined) return
    if (!now.hasMoved || now.drag.kind === 'pan') {
      if (!now.hasMoved && now.drag.kind !== 'move' && now.drag.kind !== 'resize') edits.choose(undefined)
      return
    }
    const { id, box } = draftOf(now.drag, now.from, at(event), shown)
    if (!hasArea(box)) return
    if (id !== undefined) return edits.reshape(id, box)
    edits.add(box)
    onDrawn()
  }

  const cancel = () => {
    fingers.current.clear()
    pinch.current = undefined
    stop()
  }
  const onPointerLeave = () => showCrosshair(stage.current!, undefined)
  const isOver = () => stage.current?.dataset['over'] !== undefined
  return {
    draft,
    cursor,
    isOver,
    cancel,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: cancel, onPointerLeave },
  }
}

// Past React: a mouse moves a hundred times a second, and nothing but two lines has to follow it.
function showCrosshair(stage: HTMLElement, at: Point | undefined): void {
  if (at === undefined) {
    delete stage.dataset['over']
    return
  }
  stage.dataset['over'] = ''
  stage.style.setProperty('--x', `${at.x}px`)
  stage.style.setProperty('--y', `${at.y}px`)
}

function draftOf(drag: Drag, from: Point, to: Point, { view }: StageView): Draft {
  const [start, end] = [toPicture(view, from), toPicture(view, to)]
  const by = { x: end.x - start.x, y: end.y - start.y }
  if (drag.kind === 'move') return { id: drag.id, box: moveBox(drag.box, by) }
  if (drag.kind === 'resize') return { id: drag.id, box: resizeBox(drag.box, drag.grip, by) }
  return { id: undefined, box: boxBetween(start, end) }
}

function reachOf({ pointerType }: PointerEvent, of: typeof reaches): number {
  return of[pointerType as keyof typeof reaches] ?? of.mouse
}

function cursorOf(hit: Hit): string {
  if (hit.kind === 'none') return 'crosshair'
  if (hit.kind === 'box') return 'move'
  const { x, y } = hit.grip
  if (x === 0) return 'ns-resize'
  if (y === 0) return 'ew-resize'
  return x === y ? 'nwse-resize' : 'nesw-resize'
}
