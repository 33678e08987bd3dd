/** Writes small ONNX models by hand: just enough of onnx.proto3 for a test to know every number of a model. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly initializers?: Readonly<Record<string, OnnxTensor>>
}
export interface OnnxNode {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>
  /** Operator set other than ONNX's own. */
  readonly domain?: string
  /** Graphs within the graph, as loops and branches have them. */
  readonly graphs?: Readonly<Record<string, OnnxGraph>>
}
export interface OnnxValue {
  readonly name: string
  readonly type: 'float32' | 'uint8' | 'int64' | 'bool'
  readonly dims: readonly number[]
}
export interface OnnxTensor {
  readonly dims: readonly number[]
  readonly data: Float32Array | BigInt64Array | Uint8Array
  /** Keeps the data in another file, as large models do. */
  readonly externalFile?: string
}

const elementTypes = { float32: 1, uint8: 2, int64: 7, bool: 9 }

export function writeOnnx(graph: OnnxGraph): Uint8Array {
  const body = graphMessage(graph)
  const opset = Buffer.concat([text(1, ''), integer(2, 17)])
  return new Uint8Array(Buffer.concat([integer(1, 8), bytes(7, body), bytes(8, opset)]))
}

function graphMessage(graph: OnnxGraph): Buffer {
  return Buffer.concat([
    ...graph.nodes.map((node) => bytes(1, nodeMessage(node))),
    text(2, 'test'),
    ...Object.entries(graph.initializers ?? {}).map(([name, tensor]) => bytes(5, tensorMessage(name, tensor))),
    ...graph.inputs.map((value) => bytes(11, valueMessage(value))),
    ...graph.outputs.map((value) => bytes(12, valueMessage(value))),
  ])
}

function nodeMessage({ op, inputs, outputs, attributes = {}, domain, graphs = {} }: OnnxNode): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attributeMessage(name, value))),
    ...Object.entries(graphs).map(([name, graph]) =>
      bytes(5, Buffer.concat([text(1, name), bytes(6, graphMessage(graph)), integer(20, 5)])),
    ),
    ...(domain === undefined ? [] : [text(7, domain)]),
  ])
}

function attributeMessage(name: string, value: number | readonly number[]): Buffer {
  if (typeof value === 'number') return Buffer.concat([text(1, name), integer(3, value), integer(20, 2)])
  return Buffer.concat([text(1, name), ...value.map((item) => integer(8, item)), integer(20, 7)])
}

function tensorMessage(name: string, { dims, data, externalFile }: OnnxTensor): Buffer {
  const type = data instanceof Float32Array ? elementTypes.float32 : data instanceof Uint8Array ? elementTypes.uint8 : elementTypes.int64
  const content = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const location = Buffer.concat([text(1, 'location'), text(2, externalFile ?? '')])
  return Buffer.concat([
    ...dims.map((dim) => integer(1, dim)),
    integer(2, type),
    text(8, name),
    ...(externalFile === undefined ? [bytes(9, content)] : [bytes(13, location), integer(14, 1)]),
  ])
}

function valueMessage({ name, type, dims }: OnnxValue): Buffer {
  const shape = Buffer.concat(dims.map((dim) => bytes(1, integer(1, dim))))
  const tensorType = Buffer.concat([integer(1, elementTypes[type]), bytes(2, shape)])
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensorType))])
}

function varint(value: number): Buffer {
  const out: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128)
  return Buffer.from([...out, Number(rest)])
}

const integer = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)])
const bytes = (field: number, content: Buffer) => Buffer.concat([varint(field * 8 + 2), varint(content.length), content])
const text = (field: number, content: string) => bytes(field, Buffer.from(content))
