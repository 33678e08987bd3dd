/** RGB to planar YUV 4:2:0 in limited range with the weights of BT.601, as H.264 of this size is expected. Sizes must be even. */
export function rgbToYuv420(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const yuv = new Uint8Array((width * height * 3) / 2)
  const uStart = width * height
  const vStart = uStart + uStart / 4
  for (let i = 0, from = 0; i < uStart; i++, from += 3) {
    yuv[i] = ((66 * rgb[from]! + 129 * rgb[from + 1]! + 25 * rgb[from + 2]! + 128) >> 8) + 16
  }
  const row = width * 3
  for (let y = 0, to = 0; y < height; y += 2) {
    for (let x = 0, from = y * row; x < width; x += 2, from += 6, to++) {
      // Four pixels share one colour.
      const red = (rgb[from]! + rgb[from + 3]! + rgb[from + row]! + rgb[from + row + 3]!) >> 2
      const green = (rgb[from + 1]! + rgb[from + 4]! + rgb[from + row + 1]! + rgb[from + row + 4]!) >> 2
      const blue = (rgb[from + 2]! + rgb[from + 5]! + rgb[from + row + 2]! + rgb[from + row + 5]!) >> 2
      yuv[uStart + to] = ((-38 * red - 74 * green + 112 * blue + 128) >> 8) + 128
      yuv[vStart + to] = ((112 * red - 94 * green - 18 * blue + 128) >> 8) + 128
    }
  }
  return yuv
}
