import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { Point } from './box-geometry.ts'
import type { Box } from './boxes.ts'
import { fitView, panView, revealBox, type Size, type View, zoomView } from './view.ts'

export interface StageView {
  readonly stage: Size
  readonly view: View
  readonly isZoomed: boolean
  /** @param at Pixels of the stage; its middle where missing */
  zoom(factor: number, at?: Point): void
  pan(by: Point): void
  fit(): void
  /** Shows a box that lies outside of what is seen. */
  reveal(box: Box): void
}

/** Which part of the picture the stage shows; the wheel zooms where the pointer is. Undefined before the stage has a size. */
export function useView(element: RefObject<HTMLElement | null>, picture: Size): StageView | undefined {
  const [stage, setStage] = useState<Size>()
  const [zoomed, setZoomed] = useState<View>()
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      setStage({ width, height })
      setZoomed(undefined)
    })
    observer.observe(element.current!)
    return () => observer.disconnect()
  }, [element])

  const shown = useMemo(() => {
    if (stage === undefined || stage.width === 0) return undefined
    const fit = fitView(stage, picture)
    const view = zoomed ?? fit
    const show = (next: (before: View) => View) => setZoomed((before) => next(before ?? fit))
    const middle = { x: stage.width / 2, y: stage.height / 2 }
    return {
      stage,
      view,
      isZoomed: view.width > fit.width * 1.001,
      zoom: (factor: number, at: Point = middle) => show((before) => zoomView(before, fit, at, factor)),
      pan: (by: Point) => show((before) => panView(before, fit, by)),
      fit: () => setZoomed(undefined),
      reveal: (box: Box) => setZoomed((before) => before && revealBox(before, fit, stage, box)),
    }
  }, [stage, zoomed, picture])
  useWheel(element, shown)
  return shown
}

// React listens to wheels passively, and a passive listener cannot keep the page from scrolling.
function useWheel(element: RefObject<HTMLElement | null>, shown: StageView | undefined): void {
  const current = useRef(shown)
  current.current = shown
  useEffect(() => {
    const stage = element.current!
    const onWheel = (event: WheelEvent) => {
      const { current: now } = current
      // Nothing left to zoom out of: the page scrolls on.
      if (now === undefined || (event.deltaY > 0 && !now.isZoomed && !event.ctrlKey)) return
      event.preventDefault()
      const { left, top } = stage.getBoundingClientRect()
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY
      // A trackpad's pinch comes as small wheel steps with Control.
      now.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002)), { x: event.clientX - left, y: event.clientY - top })
    }
    stage.addEventListener('wheel', onWheel, { passive: false })
    return () => stage.removeEventListener('wheel', onWheel)
  }, [element])
}
