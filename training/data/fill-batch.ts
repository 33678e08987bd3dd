import { type Layout, strideOfOutput } from '../net/layout.ts'
import { stepShapes } from '../net/training-step.ts'
import { type Light, plainLight } from './draw-light.ts'
import { type View, wholeView } from './draw-view.ts'
import type { Frames } from './load-frames.ts'
import type { RenderSample } from './render-sample.ts'
import { writeTargets } from './targets.ts'

/** What one training step reads, under the names of the step's inputs. */
export interface Batch {
  readonly size: number
  readonly patches: Float32Array
  readonly heat: Float32Array
  readonly heatWeight: Float32Array
  readonly box: Float32Array
  readonly boxWeight: Float32Array
}

export function createBatch(layout: Layout, size: number): Batch {
  const shapes = stepShapes(layout, size)
  const array = (dims: readonly number[]) => new Float32Array(dims.reduce((product, length) => product * length, 1))
  return {
    size,
    patches: array(shapes.patches),
    heat: array(shapes.heat),
    heatWeight: array(shapes.heat),
    box: array(shapes.box),
    boxWeight: array(shapes.boxWeight),
  }
}

export interface SampleSource {
  /** Index of the next frame. */
  draw(): number
  drawView?(): View
  drawLight?(): Light
}

/** Fills a batch with samples and their targets, and scales the weights so that losses are per object. */
export function fillBatch(layout: Layout, frames: Frames, render: RenderSample, source: SampleSource, batch: Batch): void {
  const part = (array: Float32Array, index: number) =>
    array.subarray((array.length / batch.size) * index, (array.length / batch.size) * (index + 1))
  let objects = 0
  for (let index = 0; index < batch.size; index++) {
    const frame = source.draw()
    const view = source.drawView?.() ?? wholeView
    render(frames, frame, view, source.drawLight?.() ?? plainLight, part(batch.patches, index))
    objects += writeTargets(layout, frames.objects[frame]!, view, {
      heat: part(batch.heat, index),
      heatWeight: part(batch.heatWeight, index),
      box: part(batch.box, index),
      boxWeight: part(batch.boxWeight, index),
    })
  }
  scale(batch.heatWeight, 1 / Math.max(1, objects))
  const total = batch.boxWeight.reduce((sum, weight) => sum + weight, 0)
  if (total > 0) scale(batch.boxWeight, 1 / total)
}

function scale(array: Float32Array, factor: number): void {
  for (let index = 0; index < array.length; index++) array[index] = array[index]! * factor
}

/** Pixels kept of each training frame, per pixel of the input: zooming in must not show the frame's own resizing. */
const storedZoom = 1.25

export function storedSize({ width, height }: Layout): { width: number; height: number } {
  const side = (pixels: number) => Math.round((pixels * storedZoom) / strideOfOutput) * strideOfOutput
  return { width: side(width), height: side(height) }
}
