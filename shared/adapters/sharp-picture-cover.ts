import sharp from 'sharp'
import { type Box, clampBox } from '../domain/box.ts'
import { Fault } from '../domain/faults.ts'
import type { PictureCover } from '../ports/compliance.ts'

const maxPixels = 40_000_000
// One colour for everybody: the mean of what lies below would still tell clothes apart.
const fill = { r: 114, g: 114, b: 114 }
const quality = 85
/** A JPEG's colours run within blocks of so many pixels: one that people are in is filled as a whole. */
const blockPixels = 16

export function createSharpPictureCover(): PictureCover {
  return {
    inspect: async (jpeg) => {
      try {
        const { format, width, height, orientation = 1 } = await open(jpeg).metadata()
        // Decoded as a whole: whether it can be covered must be known before anything is decided by it.
        await open(jpeg).raw().toBuffer()
        // Boxes are of the picture as it lies in the file. A viewer would turn this one: it is not clear what they mean.
        return format === 'jpeg' && orientation === 1 ? { width, height } : undefined
      } catch {
        return undefined
      }
    },

    cover: async (jpeg, regions, longSide) => {
      try {
        // To plain pixels first: what else the file holds (EXIF, thumbnails, profiles, comments) ends here.
        const { data, info } = await open(jpeg).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true })
        for (const region of regions) fillRegion(data, info, region)
        const { width, height, channels } = info
        return await sharp(data, { raw: { width, height, channels } })
          .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
          .jpeg({ quality })
          .toBuffer()
      } catch (cause) {
        throw new Fault('picture-unreadable', undefined, { cause })
      }
    },
  }
}

function open(jpeg: Uint8Array) {
  return sharp(jpeg, { limitInputPixels: maxPixels, failOn: 'warning' })
}

interface Pixels {
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** Rounded outwards, to whole blocks. */
function fillRegion(data: Buffer, { width, height, channels }: Pixels, region: Box): void {
  const { left, top, width: across, height: down } = clampBox(region)
  const colour = channels === 3 ? [fill.r, fill.g, fill.b] : [fill.r]
  const before = (share: number, size: number) => Math.floor((share * size) / blockPixels) * blockPixels
  const after = (share: number, size: number) => Math.min(size, Math.ceil((share * size) / blockPixels) * blockPixels)
  const to = { x: after(left + across, width), y: after(top + down, height) }
  for (let y = before(top, height); y < to.y; y++)
    for (let x = before(left, width); x < to.x; x++) data.set(colour, (y * width + x) * channels)
}
