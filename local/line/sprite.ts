import sharp from 'sharp'

/** Straight (not premultiplied) RGBA. */
export interface Sprite {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

export interface PixelBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Draws SVG content once; frames only copy the result. */
export async function renderSprite(width: number, height: number, content: string, blurPixels = 0): Promise<Sprite> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`
  const image = sharp(Buffer.from(svg))
  if (blurPixels > 0) image.blur(blurPixels)
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgba: new Uint8Array(data) }
}

/** Smallest box around what can be seen of a sprite. */
export function visibleBox(sprite: Sprite, leastAlpha = 100): PixelBox {
  let [left, top, right, bottom] = [sprite.width, sprite.height, 0, 0]
  for (let y = 0; y < sprite.height; y++) {
    for (let x = 0; x < sprite.width; x++) {
      if (sprite.rgba[(y * sprite.width + x) * 4 + 3]! < leastAlpha) continue
      if (x < left) left = x
      if (x + 1 > right) right = x + 1
      if (y < top) top = y
      bottom = y + 1
    }
  }
  return { left, top, right, bottom }
}

/** Lays a sprite over an RGB picture. `left` and `top` are rounded; `fromX` cuts off what lies left of it in the picture. */
export function blend(
  picture: Uint8Array,
  pictureWidth: number,
  pictureHeight: number,
  sprite: Sprite,
  left: number,
  top: number,
  fromX = 0,
): void {
  const x0 = Math.round(left)
  const y0 = Math.round(top)
  const startX = Math.max(0, fromX - x0, -x0)
  const endX = Math.min(sprite.width, pictureWidth - x0)
  const startY = Math.max(0, -y0)
  const endY = Math.min(sprite.height, pictureHeight - y0)
  const source = sprite.rgba
  for (let y = startY; y < endY; y++) {
    let from = (y * sprite.width + startX) * 4
    let to = ((y0 + y) * pictureWidth + x0 + startX) * 3
    for (let x = startX; x < endX; x++, from += 4, to += 3) {
      const alpha = source[from + 3]!
      if (alpha === 0) continue
      if (alpha === 255) {
        picture[to] = source[from]!
        picture[to + 1] = source[from + 1]!
        picture[to + 2] = source[from + 2]!
        continue
      }
      const rest = 255 - alpha
      picture[to] = ((source[from]! * alpha + picture[to]! * rest) * 257 + 32768) >> 16
      picture[to + 1] = ((source[from + 1]! * alpha + picture[to + 1]! * rest) * 257 + 32768) >> 16
      picture[to + 2] = ((source[from + 2]! * alpha + picture[to + 2]! * rest) * 257 + 32768) >> 16
    }
  }
}
