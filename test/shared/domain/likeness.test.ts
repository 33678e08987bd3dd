import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDuplicateFinder, likenessDistance, likenessOf } from '../../../shared/domain/likeness.ts'

function picture(brightness: (x: number, y: number) => number, width = 90, height = 80, stride = width) {
  const bytes = new Uint8Array(stride * height).fill(255)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) bytes[y * stride + x] = brightness(x, y)
  return { bytes, width, height, stride }
}

test('a picture that grows brighter to the right sets every bit, one that grows darker or stays sets none', () => {
  assert.equal(likenessOf(picture((x) => x)), 'ffffffffffffffff')
  assert.equal(likenessOf(picture((x) => 200 - x)), '0000000000000000')
  assert.equal(likenessOf(picture(() => 128)), '0000000000000000')
})

test('size, padding and a little noise do not change it', () => {
  const shade = (x: number, y: number) => Math.floor(x * 2) + (y > 40 ? 10 : 0)
  const plain = likenessOf(picture(shade))
  assert.equal(likenessOf(picture(shade, 90, 80, 128)), plain)
  assert.equal(likenessOf(picture((x, y) => shade(x / 2, y / 2), 180, 160)), plain)
  assert.equal(likenessOf(picture((x, y) => shade(x, y) + ((x * 7 + y * 13) % 3))), plain)
})

test('distance counts the bits in which two pictures differ', () => {
  assert.equal(likenessDistance('0000000000000000', '0000000000000000'), 0)
  assert.equal(likenessDistance('ffffffffffffffff', '0000000000000000'), 64)
  assert.equal(likenessDistance('8000000000000001', '0000000000000003'), 2)
})

test('what looks like the frame kept before is a duplicate, unless a person drew on it', () => {
  const isDuplicate = createDuplicateFinder(1)
  const seen = [
    ['0000000000000000', false],
    ['0000000000000001', false],
    ['0000000000000003', false],
    ['0000000000000002', false],
    ['0000000000000002', true],
    ['0000000000000003', false],
  ] as const
  assert.deepEqual(
    seen.map(([likeness, isPrecious]) => isDuplicate(likeness, isPrecious)),
    [false, true, false, true, false, true],
  )
  const keepsAll = createDuplicateFinder(-1)
  assert.deepEqual([keepsAll('0000000000000000', false), keepsAll('0000000000000000', false)], [false, false])
})
