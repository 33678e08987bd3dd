import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import sharp, { type Sharp } from 'sharp'
import { decodeImage, plainJpegOf } from '../../../edge/scoring/decode-image.ts'
import { ModelCard } from '../../../shared/domain/model-card.ts'

const red = () => sharp({ create: { width: 90, height: 60, channels: 3, background: { r: 200, g: 30, b: 60 } } })
const grey = () => red().greyscale().toColourspace('b-w')
const onBlack = [100, 15, 30]
const letterbox = ModelCard.shape.input.parse({ name: 'picture', width: 32, height: 32, type: 'uint8', layout: 'nhwc', fit: 'letterbox' })

describe('a picture that somebody sends', () => {
  const kinds: readonly [kind: string, make: () => Sharp, colour: readonly number[]][] = [
    ['a JPEG', () => red().jpeg(), [200, 30, 60]],
    ['a JPEG of another colour profile', () => red().withIccProfile('p3').jpeg(), [200, 30, 60]],
    ['a grey JPEG', () => grey().jpeg(), [103, 103, 103]],
    ['a grey PNG', () => grey().png(), [103, 103, 103]],
    ['a grey PNG that one can see through', () => grey().ensureAlpha(0.5).png(), [51, 51, 51]],
    ['a PNG that one can see through', () => red().ensureAlpha(0.5).png(), onBlack],
    ['a WebP that one can see through', () => red().ensureAlpha(0.5).webp({ lossless: true }), onBlack],
    ['a PNG with a palette', () => red().png({ palette: true }), [200, 30, 60]],
    ['a PNG of 16 bits', () => red().toColourspace('rgb16').png(), [200, 30, 60]],
  ]
  for (const [kind, make, colour] of kinds)
    test(`is RGB for the model and a plain JPEG for the cloud: ${kind}`, async () => {
      const bytes = await make().toBuffer()
      for (const input of [undefined, letterbox]) {
        const decoded = await decodeImage(bytes, input)
        assert(decoded.kind === 'picture')
        const { width, height, data } = decoded.picture
        assert.deepEqual([width, height], input === undefined ? [90, 60] : [32, 21])
        assert.equal(data.length, width * height * 3)
        assertNear([...data.subarray(0, 3)], colour)
      }
      const plain = await plainJpegOf(bytes, 40)
      assert(plain.kind === 'jpeg')
      const { data, info } = await sharp(plain.jpeg).raw().toBuffer({ resolveWithObject: true })
      assert.deepEqual([info.width, info.height, info.channels], [40, 27, 3])
      assertNear([...data.subarray(0, 3)], colour)
    })

  test('stands upright, however the camera was held', async () => {
    const onItsSide = await red().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const decoded = await decodeImage(onItsSide)
    assert(decoded.kind === 'picture')
    assert.deepEqual([decoded.picture.width, decoded.picture.height], [60, 90])
    const plain = await plainJpegOf(onItsSide, 40)
    assert(plain.kind === 'jpeg')
    assert.deepEqual([plain.width, plain.height], [27, 40])
    assert.equal((await sharp(plain.jpeg).metadata()).orientation, undefined)
  })
})

/** JPEG and colour profiles round. */
function assertNear(seen: readonly number[], expected: readonly number[]): void {
  assert(
    seen.every((value, index) => Math.abs(value - expected[index]!) <= 3),
    `${seen} instead of ${expected}`,
  )
}
