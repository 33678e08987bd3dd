import { readFields } from './onnx-fields.ts'

/**
 * Which fields of an ONNX message hold further messages, by the kind of the message (onnx.proto3).
 * Only what can lead to a tensor is followed; everything else is skipped over by its length.
 */
const children: Record<string, Record<number, string>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
}

const externalDataField = 13
const dataLocationField = 14
const deepest = 32

/**
 * Whether any tensor of an ONNX model lies in another file. Such a model could make the runtime read any file of
 * the device, and its digest would not cover its weights. Throws RangeError where the bytes are no protobuf.
 */
export function findExternalData(bytes: Uint8Array): boolean {
  return search(bytes, 'model', 0)
}

function search(bytes: Uint8Array, kind: string, depth: number): boolean {
  if (depth > deepest) throw new RangeError('messages are nested too deep')
  for (const { number, payload } of readFields(bytes)) {
    if (kind === 'tensor' && number === externalDataField) return true
    if (kind === 'tensor' && number === dataLocationField && payload === undefined) return true
    const child = children[kind]?.[number]
    if (child !== undefined && payload !== undefined && search(payload, child, depth + 1)) return true
  }
  return false
}
