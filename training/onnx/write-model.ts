import { createMessage, type MessageWriter } from './protobuf.ts'

/** ONNX's names of element types and their numbers in `TensorProto.DataType`. */
const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const
export type ElementType = keyof typeof elementTypes

/** A constant of the graph; an empty `dims` is a scalar. `Uint16Array` holds the bits of float16. */
export interface Constant {
  readonly dims: readonly number[]
  readonly data: Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array | Uint16Array
}

/** A float attribute must be marked, because 1 and 1.0 are the same number in JavaScript but not in ONNX. */
export interface FloatAttribute {
  readonly float: number
}

export interface FloatsAttribute {
  readonly floats: readonly number[]
}

/** A plain number is an INT, a list of numbers INTS. */
export type Attribute = number | string | readonly number[] | FloatAttribute | FloatsAttribute

export interface Node {
  readonly operator: string
  /** Names of values; an empty name leaves an optional input out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, Attribute>>
  /** Operator set other than ONNX's own, such as ONNX Runtime's `com.microsoft`. */
  readonly domain?: string
}

/** An input or output of the graph. A text among `dims` names a size that is free, such as `N`. */
export interface ValueType {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly (number | string)[]
}

export interface Model {
  readonly inputs: readonly ValueType[]
  readonly outputs: readonly ValueType[]
  readonly nodes: readonly Node[]
  readonly constants: Readonly<Record<string, Constant>>
  /** Version of ONNX's own operator set. In 17, ReduceSum takes its axes as an input, ReduceMean as an attribute. */
  readonly opset?: number
}

/** Version of the file format that goes with operator set 17 (https://onnx.ai/onnx/repo-docs/Versioning.html). */
const irVersion = 8

/**
 * Serialises a graph as an ONNX file, ready for `InferenceSession.create`.
 *
 * Nodes must stand in the order in which they run. The numbers are field numbers of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */
export function writeModel({ inputs, outputs, nodes, constants, opset = 17 }: Model): Uint8Array {
  const graph = createMessage()
  for (const [index, node] of nodes.entries()) graph.message(1, nodeMessage(node, index))
  graph.text(2, 'sightloop')
  for (const [name, constant] of Object.entries(constants)) graph.message(5, tensorMessage(name, constant))
  for (const input of inputs) graph.message(11, valueMessage(input))
  for (const output of outputs) graph.message(12, valueMessage(output))

  const model = createMessage().integer(1, irVersion).text(2, 'sightloop').message(7, graph)
  model.message(8, operatorSet('', opset))
  for (const domain of new Set(nodes.flatMap((node) => node.domain ?? []))) model.message(8, operatorSet(domain, 1))
  return model.finish()
}

function operatorSet(domain: string, version: number): MessageWriter {
  return createMessage().text(1, domain).integer(2, version)
}

function nodeMessage(node: Node, index: number): MessageWriter {
  const message = createMessage()
  for (const input of node.inputs) message.text(1, input)
  for (const output of node.outputs) message.text(2, output)
  message.text(3, `${node.operator}_${index}`).text(4, node.operator)
  for (const [name, value] of Object.entries(node.attributes ?? {})) message.message(5, attributeMessage(name, value))
  if (node.domain !== undefined) message.text(7, node.domain)
  return message
}

/** Field 20 says which of the value fields counts: FLOAT 1, INT 2, STRING 3, FLOATS 6, INTS 7. */
function attributeMessage(name: string, value: Attribute): MessageWriter {
  const message = createMessage().text(1, name)
  if (typeof value === 'number') return message.integer(3, value).integer(20, 2)
  if (typeof value === 'string') return message.text(4, value).integer(20, 3)
  if ('float' in value) return message.float(2, value.float).integer(20, 1)
  if ('floats' in value) return message.packedFloats(7, value.floats).integer(20, 6)
  return message.packedIntegers(8, value).integer(20, 7)
}

function tensorMessage(name: string, { dims, data }: Constant): MessageWriter {
  const count = dims.reduce((product, size) => product * size, 1)
  if (count !== data.length) throw new RangeError(`Constant ${name} has ${data.length} elements, its shape [${dims}] asks for ${count}.`)
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const message = createMessage()
  // A scalar has no dims field at all; an empty packed field would be read as one, too, but not by every reader.
  if (dims.length > 0) message.packedIntegers(1, dims)
  return message.integer(2, elementTypes[elementTypeOf(data)]).text(8, name).bytes(9, bytes)
}

function elementTypeOf(data: Constant['data']): ElementType {
  if (data instanceof Float32Array) return 'float32'
  if (data instanceof Uint8Array) return 'uint8'
  if (data instanceof Int8Array) return 'int8'
  if (data instanceof Int32Array) return 'int32'
  if (data instanceof BigInt64Array) return 'int64'
  return 'float16'
}

function valueMessage({ name, type, dims }: ValueType): MessageWriter {
  const shape = createMessage()
  for (const size of dims) {
    const dimension = createMessage()
    shape.message(1, typeof size === 'number' ? dimension.integer(1, size) : dimension.text(2, size))
  }
  const tensorType = createMessage().integer(1, elementTypes[type]).message(2, shape)
  return createMessage().text(1, name).message(2, createMessage().message(1, tensorType))
}
