import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rgbToYuv420 } from '../../../local/line/yuv.ts'

// Values of ITU-R BT.601 in limited range.
const colours = [
  { name: 'black', rgb: [0, 0, 0], yuv: [16, 128, 128] },
  { name: 'white', rgb: [255, 255, 255], yuv: [235, 128, 128] },
  { name: 'red', rgb: [255, 0, 0], yuv: [82, 90, 240] },
  { name: 'green', rgb: [0, 255, 0], yuv: [145, 54, 34] },
  { name: 'blue', rgb: [0, 0, 255], yuv: [41, 240, 110] },
]

for (const { name, rgb, yuv } of colours) {
  test(`${name} keeps its colour on the way to the encoder`, () => {
    const [width, height] = [4, 2]
    const picture = Uint8Array.from({ length: width * height * 3 }, (_, i) => rgb[i % 3]!)
    const converted = rgbToYuv420(picture, width, height)
    assert.equal(converted.length, 12)
    const planes = [converted.subarray(0, 8), converted.subarray(8, 10), converted.subarray(10, 12)]
    for (const [i, plane] of planes.entries())
      for (const value of plane) assert.ok(Math.abs(value - yuv[i]!) <= 1, `${value} for ${yuv[i]}`)
  })
}
