import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import type { Span } from './coverage.ts'
import { pan, zoom } from './strip-window.ts'

interface Strip {
  readonly window: Span
  readonly bounds: Span
  readonly chosen: Span
  readonly onChoose: (span: Span) => void
  readonly onWindow: (window: Span) => void
}

/** Pixels that a pointer may move and still have clicked. */
const clickPixels = 4

/** A mouse drags an interval, a finger the strip; a click or tap moves the interval there. */
export function useStripGestures(element: RefObject<HTMLDivElement | null>, strip: Strip) {
  const current = useRef(strip)
  current.current = strip
  const drag = useRef<{ x: number; at: number; window: Span; hasMoved: boolean }>(undefined)

  // React listens to the wheel passively; the page must not scroll while the strip zooms.
  useEffect(() => {
    const target = element.current
    if (target === null) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { window, bounds, onWindow } = current.current
      const length = window.to - window.from
      const sideways = event.shiftKey ? event.deltaY : event.deltaX
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
        onWindow(pan(window, bounds, (sideways / target.clientWidth) * length))
      else onWindow(zoom(window, bounds, 1.0015 ** event.deltaY, timeAt(target, window, event.clientX)))
    }
    target.addEventListener('wheel', onWheel, { passive: false })
    return () => target.removeEventListener('wheel', onWheel)
  }, [element])

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { window } = strip
    drag.current = { x: event.clientX, at: timeAt(event.currentTarget, window, event.clientX), window, hasMoved: false }
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const start = drag.current
    if (start === undefined) return
    if (Math.abs(event.clientX - start.x) > clickPixels) start.hasMoved = true
    if (!start.hasMoved) return
    if (event.pointerType === 'touch') {
      const { from, to } = start.window
      return strip.onWindow(pan(start.window, strip.bounds, ((start.x - event.clientX) / event.currentTarget.clientWidth) * (to - from)))
    }
    const at = timeAt(event.currentTarget, strip.window, event.clientX)
    const [from, to] = [Math.min(start.at, at), Math.max(start.at, at)].map((ms) => Math.round(ms / 1000) * 1000) as [number, number]
    if (to > from) strip.onChoose({ from, to })
  }
  const onPointerUp = () => {
    const start = drag.current
    drag.current = undefined
    if (start === undefined || start.hasMoved) return
    const from = Math.round(start.at / 1000) * 1000
    strip.onChoose({ from, to: from + strip.chosen.to - strip.chosen.from })
  }
  const onPointerCancel = () => {
    drag.current = undefined
  }
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel }
}

function timeAt(element: HTMLElement, { from, to }: Span, x: number): number {
  const { left, width } = element.getBoundingClientRect()
  return from + Math.min(1, Math.max(0, (x - left) / width)) * (to - from)
}
