import { modelCard, writeModel } from '../../../edge/support/colour-model.ts'
import { type OnnxNode, type OnnxTensor, writeOnnx } from '../../../edge/support/onnx-model.ts'

const [width, height, labels] = [64, 32, ['red', 'blue']]
const shapes = { heat: [1, 2, 4, 8], box: [1, 4, 4, 8] } as const

export interface Hostile {
  readonly nodes?: readonly OnnxNode[]
  readonly initializers?: Readonly<Record<string, OnnxTensor>>
  readonly card?: object
  readonly inputDims?: readonly number[]
}

const pool = { kernel_shape: [8, 8], strides: [8, 8] }

/** A net that works: both outputs are pooled from the picture. */
const honest: readonly OnnxNode[] = [
  { op: 'Cast', inputs: ['picture'], outputs: ['float'], attributes: { to: 1 } },
  { op: 'AveragePool', inputs: ['float'], outputs: ['cells'], attributes: pool },
  { op: 'Concat', inputs: ['cells', 'cells'], outputs: ['six'], attributes: { axis: 1 } },
  { op: 'Slice', inputs: ['six', 'zero', 'two', 'one'], outputs: ['heat'] },
  { op: 'Slice', inputs: ['six', 'zero', 'four', 'one'], outputs: ['box'] },
]

const constants = {
  zero: { dims: [1], data: BigInt64Array.of(0n) },
  one: { dims: [1], data: BigInt64Array.of(1n) },
  two: { dims: [1], data: BigInt64Array.of(2n) },
  four: { dims: [1], data: BigInt64Array.of(4n) },
}

/** Writes a model of the `grid` head with 64 × 32 pixels that does what an attacker likes; without a wish it is an honest one. */
export function writeHostile(folder: string, { nodes = [], initializers = {}, card = {}, inputDims }: Hostile = {}): Uint8Array {
  const replaced = new Set(nodes.flatMap(({ outputs }) => outputs))
  const bytes = writeOnnx({
    inputs: [{ name: 'picture', type: 'uint8', dims: inputDims ?? [1, 3, height, width] }],
    outputs: [
      { name: 'heat', type: 'float32', dims: shapes.heat },
      { name: 'box', type: 'float32', dims: shapes.box },
    ],
    nodes: [...honest.filter(({ outputs }) => !replaced.has(outputs[0] ?? '')), ...nodes],
    initializers: { ...constants, ...initializers },
  })
  writeBytes(folder, bytes, card)
  return bytes
}

/** Any bytes, with a card that fits their digest. */
export function writeBytes(folder: string, bytes: Uint8Array, card: object = {}): void {
  const input = { name: 'picture', width, height, type: 'uint8', layout: 'nchw' }
  writeModel(folder, bytes, { ...modelCard(bytes, { head: 'grid', input, labels }), ...card })
}

const forever: OnnxNode = {
  ...{ op: 'Loop', inputs: ['most', 'go', 'cells'], outputs: ['six'] },
  graphs: {
    body: {
      inputs: [
        { name: 'turn', type: 'int64', dims: [] },
        { name: 'going', type: 'bool', dims: [] },
        { name: 'before', type: 'float32', dims: [1, 3, 4, 8] },
      ],
      outputs: [
        { name: 'still', type: 'bool', dims: [] },
        { name: 'after', type: 'float32', dims: [1, 3, 4, 8] },
      ],
      nodes: [
        { op: 'Identity', inputs: ['going'], outputs: ['still'] },
        { op: 'Identity', inputs: ['before'], outputs: ['after'] },
      ],
    },
  },
}

const huge = (values: bigint): Hostile => ({
  // A shape of 8 bytes becomes all the memory that there is.
  nodes: [
    { op: 'Shape', inputs: ['picture'], outputs: ['four-sides'] },
    { op: 'ReduceProd', inputs: ['four-sides'], outputs: ['all'], attributes: { keepdims: 1 } },
    { op: 'Mul', inputs: ['all', 'times'], outputs: ['length'] },
    { op: 'ConstantOfShape', inputs: ['length'], outputs: ['plenty'] },
    { op: 'ReduceSum', inputs: ['plenty'], outputs: ['sum'], attributes: { keepdims: 0 } },
    { op: 'Slice', inputs: ['six', 'zero', 'four', 'one'], outputs: ['plain'] },
    { op: 'Add', inputs: ['plain', 'sum'], outputs: ['box'] },
  ],
  initializers: { times: { dims: [1], data: BigInt64Array.of(values / BigInt(3 * width * height)) } },
})

const division = (by: number): Hostile => ({
  nodes: [
    { op: 'Slice', inputs: ['six', 'zero', 'two', 'one'], outputs: ['plain'] },
    { op: 'Mul', inputs: ['plain', 'nothing'], outputs: ['none'] },
    { op: 'Div', inputs: ['none', 'by'], outputs: ['heat'] },
  ],
  initializers: { nothing: { dims: [1], data: Float32Array.of(by) }, by: { dims: [1], data: Float32Array.of(0) } },
})

const outside = (externalFile: string): Hostile => ({
  initializers: { two: { dims: [1], data: BigInt64Array.of(2n), externalFile } },
})

const otherOperator = (op: string, domain?: string): Hostile => ({
  nodes: [{ op, inputs: ['cells', 'cells'], outputs: ['six'], ...(domain !== undefined && { domain }) }],
})

/** Each with the reason that a person must get to read. */
export const hostileModels: readonly (readonly [what: string, model: Hostile, reason: RegExp])[] = [
  ['runs for ever in a loop', { nodes: [forever] }, /loop or a branch/],
  ['asks for 8 GiB', huge(2n ** 31n), /ONNX Runtime (refuses it|breaks off)|memory|broke down/],
  ['asks for 2 GiB', huge(2n ** 29n), /ONNX Runtime (refuses it|breaks off)|memory|broke down/],
  ['gives NaN', division(0), /output "heat" holds NaN/],
  ['gives infinity', division(1), /output "heat" holds (Infinity|NaN)/],
  ['uses an operator that nobody knows', otherOperator('Frobnicate'), /"Frobnicate" is not allowed/],
  ['uses an operator of a stranger', otherOperator('Concat', 'com.example'), /"com.example" are not allowed/],
  ['uses an inherited name as a domain', otherOperator('Concat', 'constructor'), /"constructor" are not allowed/],
  ['branches', otherOperator('If'), /"If" is not allowed/],
  ['scans', otherOperator('Scan'), /"Scan" is not allowed/],
  ['decodes pictures by itself', otherOperator('ImageDecoder'), /"ImageDecoder" is not allowed/],
  ['keeps weights above its folder', outside('../secret'), /another file/],
  ['keeps weights at an absolute place', outside('/etc/passwd'), /another file/],
  ['keeps weights in a file beside it', outside('weights.bin'), /another file/],
  ['takes another picture than its card says', { inputDims: [1, 3, 16, 16] }, /ONNX Runtime breaks off/],
  ['has fewer outputs than labels', { card: { labels: ['red', 'blue', 'green'] } }, /"heat" has the shape .* 3, h, w/],
  ['has another digest', { card: { digest: 'a'.repeat(64) } }, /^model\.onnx has the SHA-256/],
  ['has a card without labels', { card: { labels: [] } }, /model.json: .*/],
]
