import { gridOf, type Layout, strideOfOutput } from '../net/layout.ts'
import type { TruthObject } from './dataset.ts'
import type { View } from './draw-view.ts'

/** What the net should answer for one sample; parts of a batch's arrays, overwritten by `writeTargets`. */
export interface Targets {
  /** [labels, h, w] */
  readonly heat: Float32Array
  /** 0 where the truth is not known, else 1; [labels, h, w] */
  readonly heatWeight: Float32Array
  /** [4, h, w] */
  readonly box: Float32Array
  /** Not yet divided by its sum over the batch; [h, w] */
  readonly boxWeight: Float32Array
}

/** An object as a sample shows it, in pixels of the sample. */
interface Shown {
  readonly label: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  /** Share of the object inside the sample. */
  readonly visible: number
  readonly isWanted: boolean
}

/** Cells with at least this heat learn the object's box. */
const boxFromHeat = 0.1
/** Objects of which the view shows less are neither wanted nor punished, and so are smaller ones. */
const leastVisible = 0.65
const leastPixels = 4

/**
 * Writes the targets of one sample and returns how many objects it shows.
 *
 * Each object is a bell around its centre, as wide and as high as a share of the object: a net that is off by a cell is
 * nearly right. The box of a cell is that of the object with the highest heat there.
 */
export function writeTargets(layout: Layout, objects: readonly TruthObject[], view: View, targets: Targets): number {
  targets.heat.fill(0)
  targets.heatWeight.fill(1)
  targets.box.fill(0)
  targets.boxWeight.fill(0)
  const shown = objects.map((object) => show(layout, object, view)).filter((one) => one.visible > 0)
  const wanted = shown.filter((one) => one.isWanted)
  for (const one of shown) if (!one.isWanted) ignore(layout, one, targets)
  for (const one of wanted) paint(layout, one, targets)
  return wanted.length
}

function show({ width, height }: Layout, { label, box, isIgnored }: TruthObject, view: View): Shown {
  const from = ((box.left - view.left) / view.width) * width
  const to = from + (box.width / view.width) * width
  const top = ((box.top - view.top) / view.height) * height
  const bottom = top + (box.height / view.height) * height
  const cut = {
    left: Math.max(0, view.isFlipped ? width - to : from),
    right: Math.min(width, view.isFlipped ? width - from : to),
    top: Math.max(0, top),
    bottom: Math.min(height, bottom),
  }
  const shownWidth = Math.max(0, cut.right - cut.left)
  const shownHeight = Math.max(0, cut.bottom - cut.top)
  const area = (to - from) * (bottom - top)
  const visible = area > 0 ? (shownWidth * shownHeight) / area : 0
  const isWanted = !isIgnored && visible >= leastVisible && Math.min(shownWidth, shownHeight) >= leastPixels
  return { label, ...cut, visible, isWanted }
}

function ignore(layout: Layout, { label, left, top, right, bottom }: Shown, { heatWeight }: Targets): void {
  const grid = gridOf(layout, strideOfOutput)
  for (let row = Math.floor(top / strideOfOutput); row < Math.min(grid.height, bottom / strideOfOutput); row++) {
    const start = (label * grid.height + row) * grid.width
    const end = Math.min(grid.width, Math.ceil(right / strideOfOutput))
    heatWeight.fill(0, start + Math.floor(left / strideOfOutput), start + end)
  }
}

function paint(layout: Layout, object: Shown, targets: Targets): void {
  const grid = gridOf(layout, strideOfOutput)
  const centreX = (object.left + object.right) / 2 / strideOfOutput
  const centreY = (object.top + object.bottom) / 2 / strideOfOutput
  const bellX = bellOf((object.right - object.left) / strideOfOutput)
  const bellY = bellOf((object.bottom - object.top) / strideOfOutput)
  const centreColumn = Math.min(grid.width - 1, Math.floor(centreX))
  const centreRow = Math.min(grid.height - 1, Math.floor(centreY))
  const firstRow = Math.max(0, Math.floor(centreY - 2.5 * bellY))
  const lastRow = Math.min(grid.height - 1, Math.ceil(centreY + 2.5 * bellY))
  const firstColumn = Math.max(0, Math.floor(centreX - 2.5 * bellX))
  const lastColumn = Math.min(grid.width - 1, Math.ceil(centreX + 2.5 * bellX))
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const across = (column + 0.5 - centreX) / bellX
      const down = (row + 0.5 - centreY) / bellY
      if (Math.abs(across) > 2.5 || Math.abs(down) > 2.5) continue
      const isCentre = row === centreRow && column === centreColumn
      const heat = isCentre ? 1 : Math.min(0.99, Math.exp(-(across * across + down * down) / 2))
      paintCell(grid.width * grid.height, row * grid.width + column, heat, object.label, targets)
      if (heat > boxFromHeat && heat > targets.boxWeight[row * grid.width + column]!) {
        targets.boxWeight[row * grid.width + column] = heat
        writeBox(grid.width * grid.height, row * grid.width + column, object, centreX - column - 0.5, centreY - row - 0.5, targets)
      }
    }
  }
}

/** Deviation in cells of the bell over an object that is `cells` long. */
function bellOf(cells: number): number {
  return Math.max(0.4, (0.54 * cells) / 6)
}

function paintCell(plane: number, cell: number, heat: number, label: number, { heat: map, heatWeight }: Targets): void {
  const index = label * plane + cell
  if (heat > map[index]!) map[index] = heat
  // A centre counts even inside a crowd or over an object that is cut.
  if (heat === 1) heatWeight[index] = 1
}

function writeBox(plane: number, cell: number, object: Shown, x: number, y: number, { box }: Targets): void {
  box[cell] = x
  box[plane + cell] = y
  box[2 * plane + cell] = Math.log((object.right - object.left) / (4 * strideOfOutput))
  box[3 * plane + cell] = Math.log((object.bottom - object.top) / (4 * strideOfOutput))
}
