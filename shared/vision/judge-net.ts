import { readFields } from './onnx-fields.ts'

/**
 * Operators that a net may use: those of convolutional and attention nets, of quantized ones, and the shape arithmetic that
 * exporters write around them. All of them end after a time that follows from their shapes, and give the same result every
 * time. Left out on purpose: `Loop`, `If` and `Scan` (a net of 255 bytes could run for ever), strings and pictures (parsers
 * with a history of holes), random numbers (a result that nobody can compare), and whatever we have not met yet.
 */
const operators = new Set(
  `Abs Add And ArgMax ArgMin AveragePool BatchNormalization Cast Ceil Clip Concat Constant ConstantOfShape Conv ConvInteger
  ConvTranspose DepthToSpace DequantizeLinear Div DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand Flatten Floor Gather
  GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual GroupNormalization HardSigmoid
  HardSwish Identity InstanceNormalization LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax MatMul MatMulInteger
  Max MaxPool Mean Min Mish Mod Mul Neg Not Or Pad Pow PRelu QLinearConv QLinearMatMul QuantizeLinear Range Reciprocal ReduceL2
  ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize Round Selu Shape Sigmoid Sign Size
  Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh Tile TopK Transpose Unsqueeze Upsample Where Xor`.split(
    /\s+/,
  ),
)

/** Of ONNX Runtime itself, by the names that its quantization and ours write. */
const runtimeOperators = new Set(['QLinearAdd', 'QLinearConcat', 'QLinearLeakyRelu', 'QLinearMul', 'QLinearSigmoid', 'QLinearAveragePool'])

const allowed: Readonly<Record<string, ReadonlySet<string>>> = {
  '': operators,
  'ai.onnx': operators,
  'com.microsoft': runtimeOperators,
}

const mostNodes = 20_000

/**
 * Why a net may not run here, or undefined: it has an operator that is not allowed, or a graph within a graph. Looks at the
 * file only; nothing of it reaches the runtime. Throws RangeError where the bytes are no protobuf.
 *
 * Numbers of fields are those of onnx.proto3.
 */
export function judgeNet(bytes: Uint8Array): string | undefined {
  let nodes = 0
  for (const { number, payload } of readFields(bytes)) {
    if (number === 20) return 'It brings its own training step; save it for inference.'
    if (number === 25) return 'It brings functions of its own; save it with plain operators.'
    if (number !== 7 || payload === undefined) continue
    for (const part of readFields(payload)) {
      if (part.number !== 1 || part.payload === undefined) continue
      if (++nodes > mostNodes) return `It has more than ${mostNodes} nodes.`
      const problem = judgeNode(part.payload)
      if (problem !== undefined) return problem
    }
  }
  return nodes === 0 ? 'It has no nodes.' : undefined
}

function judgeNode(node: Uint8Array): string | undefined {
  const types: string[] = []
  const domains: string[] = []
  for (const { number, payload } of readFields(node)) {
    if (payload === undefined) continue
    if (number === 4) types.push(Buffer.from(payload).toString('utf8'))
    if (number === 7) domains.push(Buffer.from(payload).toString('utf8'))
    if (number === 5 && holdsGraph(payload)) return 'It has a graph within a graph (a loop or a branch), which is not allowed.'
  }
  // Readers take the last of several; a net that gives several has something to hide.
  if (types.length !== 1 || domains.length > 1) return 'It has a node without one clear operator.'
  const [type, domain] = [types[0] ?? '', domains[0] ?? '']
  if (allowed[domain] === undefined || !Object.hasOwn(allowed, domain)) return `The operators of "${printable(domain)}" are not allowed.`
  return allowed[domain].has(type) ? undefined : `The operator "${printable(type)}" is not allowed.`
}

function holdsGraph(attribute: Uint8Array): boolean {
  for (const { number } of readFields(attribute)) if (number === 6 || number === 11) return true
  return false
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)
}
