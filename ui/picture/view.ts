import type { Point } from './box-geometry.ts'
import type { Box } from './boxes.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Where the picture lies on the stage, in pixels of the screen from the stage's top left corner. */
export interface View extends Size {
  readonly left: number
  readonly top: number
}

const maxZoom = 40

/** The whole picture, as large as the stage allows, in its middle. */
export function fitView(stage: Size, picture: Size): View {
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  return { width, height, left: (stage.width - width) / 2, top: (stage.height - height) / 2 }
}

/** Zooms so that what lies under the point stays there. Never smaller than the whole picture. */
export function zoomView(view: View, fit: View, at: Point, factor: number): View {
  const zoom = Math.min(maxZoom, Math.max(1, (view.width / fit.width) * factor))
  const on = toPicture(view, at)
  const [width, height] = [fit.width * zoom, fit.height * zoom]
  return settle({ width, height, left: at.x - on.x * width, top: at.y - on.y * height }, fit)
}

/** Moves the picture by so many pixels of the screen; an edge of it never comes further in than where it fits. */
export function panView(view: View, fit: View, by: Point): View {
  return settle({ ...view, left: view.left + by.x, top: view.top + by.y }, fit)
}

/** Brings a box whose middle cannot be seen to the middle of the stage; what is seen already stays where it is. */
export function revealBox(view: View, fit: View, stage: Size, box: Box): View {
  const { left, top, width, height } = toStage(view, box)
  const middle = { x: left + width / 2, y: top + height / 2 }
  const isSeen = middle.x >= 0 && middle.y >= 0 && middle.x <= stage.width && middle.y <= stage.height
  return isSeen ? view : panView(view, fit, { x: stage.width / 2 - middle.x, y: stage.height / 2 - middle.y })
}

/** A point of the stage as fractions of the picture; outside of it below 0 or above 1. */
export function toPicture(view: View, { x, y }: Point): Point {
  return { x: (x - view.left) / view.width, y: (y - view.top) / view.height }
}

/** A box as pixels of the stage. */
export function toStage(view: View, box: Box): Box {
  return {
    left: view.left + box.left * view.width,
    top: view.top + box.top * view.height,
    width: box.width * view.width,
    height: box.height * view.height,
  }
}

/** What of the picture can be seen, as fractions. */
export function visiblePart(view: View, stage: Size): Box {
  const from = toPicture(view, { x: 0, y: 0 })
  const to = toPicture(view, { x: stage.width, y: stage.height })
  const [left, top] = [Math.max(0, from.x), Math.max(0, from.y)]
  return { left, top, width: Math.min(1, to.x) - left, height: Math.min(1, to.y) - top }
}

function settle(view: View, fit: View): View {
  const along = (start: number, length: number, fitStart: number, fitLength: number) => {
    const stage = 2 * fitStart + fitLength
    // Smaller than the stage it stands in the middle; larger it covers the stage.
    return length <= stage ? (stage - length) / 2 : Math.min(0, Math.max(stage - length, start))
  }
  return {
    ...view,
    left: along(view.left, view.width, fit.left, fit.width),
    top: along(view.top, view.height, fit.top, fit.height),
  }
}
