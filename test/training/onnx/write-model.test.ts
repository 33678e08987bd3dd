import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { createMessage } from '../../../training/onnx/protobuf.ts'
import { writeModel } from '../../../training/onnx/write-model.ts'

test('numbers and texts are written as the protocol-buffer guide shows them', () => {
  assert.deepEqual([...createMessage().integer(1, 150).finish()], [0x08, 0x96, 0x01])
  assert.deepEqual([...createMessage().text(2, 'testing').finish()], [0x12, 7, ...new TextEncoder().encode('testing')])
  assert.deepEqual([...createMessage().packedIntegers(6, [3, 270, 86942]).finish()], [0x32, 6, 3, 0x8e, 2, 0x9e, 0xa7, 5])
  assert.deepEqual([...createMessage().integer(1, -2).finish()], [0x08, 0xfe, ...Array(8).fill(0xff), 1])
})

test('ONNX Runtime computes a written graph with free sizes, attributes and constants', async () => {
  const session = await InferenceSession.create(
    writeModel({
      inputs: [{ name: 'x', type: 'float32', dims: ['N', 2] }],
      outputs: [{ name: 'y', type: 'float32', dims: ['N', 2] }],
      nodes: [
        { operator: 'Gemm', inputs: ['x', 'w', 'b'], outputs: ['z'], attributes: { alpha: { float: 2 }, transB: 1 } },
        { operator: 'LeakyRelu', inputs: ['z'], outputs: ['y'], attributes: { alpha: { float: 0.5 } } },
      ],
      constants: {
        w: { dims: [2, 2], data: Float32Array.of(1, 2, 3, -4) },
        b: { dims: [2], data: Float32Array.of(10, 20) },
      },
    }),
  )
  try {
    const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 1, 0, 4), [2, 2]) })
    // 2 · x wᵀ + b, negative values halved
    assert.deepEqual([...(y!.data as Float32Array)], [16, 18, 26, -6])
  } finally {
    await session.release()
  }
})

test("operators of ONNX Runtime's own set are found by their domain", async () => {
  const session = await InferenceSession.create(
    writeModel({
      inputs: [{ name: 'x', type: 'float32', dims: [1, 3] }],
      outputs: [{ name: 'y', type: 'float32', dims: [1, 1] }],
      nodes: [{ operator: 'FusedMatMul', inputs: ['x', 'x'], outputs: ['y'], attributes: { transB: 1 }, domain: 'com.microsoft' }],
      constants: {},
    }),
  )
  try {
    const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2, 3), [1, 3]) })
    assert.deepEqual([...(y!.data as Float32Array)], [14])
  } finally {
    await session.release()
  }
})

test('a constant whose shape does not fit its data is refused by name', () => {
  const model = { inputs: [], outputs: [], nodes: [], constants: { weights: { dims: [2, 2], data: new Float32Array(3) } } }
  assert.throws(() => writeModel(model), /Constant weights has 3 elements, its shape \[2,2\] asks for 4/)
})
