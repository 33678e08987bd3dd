import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ModelCard } from '../../../shared/domain/model-card.ts'
import { writeOnnx } from './onnx-model.ts'

export interface ColourModelOptions {
  readonly width?: number
  readonly height?: number
  readonly fit?: 'stretch' | 'letterbox'
  readonly layout?: 'nchw' | 'nhwc'
  readonly type?: 'uint8' | 'float32'
  /** Side of the boxes that it draws, in pixels of its input. */
  readonly boxSide?: number
}

/**
 * Writes a model of the `grid` head that needs no training: `red` is how much redder than anything else a cell of
 * 8 × 8 pixels is, `blue` likewise, and every box is a square around its cell.
 */
export function writeColourModel(folder: string, options: ColourModelOptions = {}): ModelCard {
  const { width = 192, height = 112, fit = 'stretch', layout = 'nchw', type = 'uint8', boxSide = 48 } = options
  const stride = 8
  // A float input comes scaled to 0..1 by the card, a byte input is scaled here.
  const share = 1 / (stride * stride * (type === 'uint8' ? 255 : 1))
  const plane = (weight: number) => new Array<number>(stride * stride).fill(weight * share)
  const colours = [...plane(1), ...plane(-1), ...plane(-1), ...plane(-1), ...plane(-1), ...plane(1)]
  const side = Math.log(boxSide / (4 * stride))
  const dims = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3]
  const [rows, columns] = [height / stride, width / stride]
  const convolution = { kernel_shape: [stride, stride], strides: [stride, stride] }
  const bytes = writeOnnx({
    inputs: [{ name: 'picture', type, dims }],
    outputs: [
      { name: 'heat', type: 'float32', dims: [1, 2, rows, columns] },
      { name: 'box', type: 'float32', dims: [1, 4, rows, columns] },
    ],
    nodes: [
      { op: 'Cast', inputs: ['picture'], outputs: ['float'], attributes: { to: 1 } },
      layout === 'nchw'
        ? { op: 'Identity', inputs: ['float'], outputs: ['planes'] }
        : { op: 'Transpose', inputs: ['float'], outputs: ['planes'], attributes: { perm: [0, 3, 1, 2] } },
      { op: 'Conv', inputs: ['planes', 'colours'], outputs: ['raw'], attributes: convolution },
      { op: 'Relu', inputs: ['raw'], outputs: ['heat'] },
      { op: 'Conv', inputs: ['planes', 'nothing', 'sides'], outputs: ['box'], attributes: convolution },
    ],
    initializers: {
      colours: { dims: [2, 3, stride, stride], data: Float32Array.from(colours) },
      nothing: { dims: [4, 3, stride, stride], data: new Float32Array(4 * 3 * stride * stride) },
      sides: { dims: [4], data: Float32Array.of(0, 0, side, side) },
    },
  })
  const card = modelCard(bytes, { head: 'grid', input: { name: 'picture', width, height, type, layout, fit }, labels: ['red', 'blue'] })
  return writeModel(folder, bytes, card)
}

/** A card for the bytes, with what a test does not care about filled in. */
export function modelCard(bytes: Uint8Array, part: object): ModelCard {
  return ModelCard.parse({
    name: 'test-model',
    version: '1',
    digest: createHash('sha256').update(bytes).digest('hex'),
    stride: 8,
    thresholds: {},
    dataset: 'none',
    licence: 'MIT',
    metrics: { on: 'nothing', perClass: {} },
    ...part,
  })
}

export function writeModel(folder: string, bytes: Uint8Array, card: object): ModelCard {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.onnx'), bytes)
  writeFileSync(join(folder, 'model.json'), JSON.stringify(card))
  return card as ModelCard
}
