import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toFloat16 } from '../../../training/onnx/float16.ts'

const bits = (value: number) => toFloat16(Float32Array.of(value))[0]

test('known numbers get the bits of IEEE 754 half precision', () => {
  assert.equal(bits(0), 0x0000)
  assert.equal(bits(-0), 0x8000)
  assert.equal(bits(1), 0x3c00)
  assert.equal(bits(-2), 0xc000)
  assert.equal(bits(65504), 0x7bff)
  assert.equal(bits(1 / 3), 0x3555)
})

test('numbers between two halves go to the nearest, ties to the even one', () => {
  assert.equal(bits(1 + 1 / 2048), 0x3c00)
  assert.equal(bits(1 + 3 / 2048), 0x3c02)
  assert.equal(bits(1 + 1.1 / 2048), 0x3c01)
  assert.equal(bits(1 - 1 / 8192), 0x3c00)
})

test('small numbers become subnormal halves and the smallest zero', () => {
  assert.equal(bits(2 ** -14), 0x0400)
  assert.equal(bits(2 ** -24), 0x0001)
  assert.equal(bits(3 * 2 ** -24), 0x0003)
  assert.equal(bits(2 ** -25), 0x0000)
  assert.equal(bits(2 ** -40), 0x0000)
})

test('a number that halves cannot hold is refused', () => {
  assert.throws(() => bits(70000), RangeError)
})
