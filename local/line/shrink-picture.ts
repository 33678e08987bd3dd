/** RGB of another, smaller size: each pixel is the mean of those that it stands for, as the device makes pictures for its model. */
export function shrinkPicture(
  rgb: Uint8Array,
  width: number,
  height: number,
  to: { readonly width: number; readonly height: number },
): Uint8Array {
  if (to.width === width && to.height === height) return rgb
  const small = new Uint8Array(to.width * to.height * 3)
  const columns = Array.from({ length: to.width + 1 }, (_, x) => Math.floor((x * width) / to.width))
  for (let y = 0, out = 0; y < to.height; y++) {
    const [top, bottom] = [Math.floor((y * height) / to.height), Math.floor(((y + 1) * height) / to.height)]
    for (let x = 0; x < to.width; x++, out += 3) {
      const [left, right] = [columns[x]!, columns[x + 1]!]
      let [red, green, blue] = [0, 0, 0]
      for (let row = top; row < bottom; row++) {
        for (let at = (row * width + left) * 3, end = (row * width + right) * 3; at < end; at += 3) {
          red += rgb[at]!
          green += rgb[at + 1]!
          blue += rgb[at + 2]!
        }
      }
      const pixels = (bottom - top) * (right - left)
      small[out] = red / pixels
      small[out + 1] = green / pixels
      small[out + 2] = blue / pixels
    }
  }
  return small
}
