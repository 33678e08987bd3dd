/**
 * Turns a picture of three planes (YUV 4:2:0, without padding) clockwise, as players do with video that was taken
 * with the camera on its side.
 */
export function turnPlanes(bytes: Uint8Array, width: number, height: number, rotation: 90 | 180 | 270): Buffer {
  const half = (side: number) => Math.ceil(side / 2)
  const out = Buffer.alloc(bytes.length)
  let start = 0
  for (const [across, down] of [
    [width, height],
    [half(width), half(height)],
    [half(width), half(height)],
  ] as const) {
    const end = start + across * down
    turnPlane(bytes.subarray(start, end), out.subarray(start, end), across, down, rotation)
    start = end
  }
  return out
}

function turnPlane(from: Uint8Array, to: Uint8Array, width: number, height: number, rotation: 90 | 180 | 270): void {
  let position = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = from[position++] as number
      if (rotation === 180) to[to.length - position] = pixel
      else if (rotation === 90) to[x * height + (height - 1 - y)] = pixel
      else to[(width - 1 - x) * height + y] = pixel
    }
  }
}
