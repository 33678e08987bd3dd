import sharp from 'sharp'
import { likenessOf } from '../domain/likeness.ts'
import { leastSidePixels } from '../domain/sent-picture.ts'
import type { PlainPicture } from '../ports.ts'

const maxPixels = 40_000_000

/** The device made it plain before it sent it. Whether it did is seen here: what else a file may hold must not get to frames. */
export const plainPicture: PlainPicture = async (jpeg) => {
  try {
    const image = sharp(jpeg, { limitInputPixels: maxPixels, failOn: 'warning' })
    const { format, width, height, exif, xmp, iptc, icc } = await image.metadata()
    if (format !== 'jpeg') return refused('This is not a JPEG picture.')
    if (exif !== undefined || xmp !== undefined || iptc !== undefined || icc !== undefined)
      return refused('The picture holds more than its pixels.')
    if (Math.min(width, height) < leastSidePixels) return refused(`${width} × ${height} pixels are too few.`)
    const { data, info } = await image.greyscale().removeAlpha().raw().toBuffer({ resolveWithObject: true })
    return {
      kind: 'plain',
      width,
      height,
      likeness: likenessOf({ bytes: data, width: info.width, height: info.height, stride: info.width }),
    }
  } catch {
    return refused('The picture cannot be decoded.')
  }
}

function refused(detail: string) {
  return { kind: 'refused', detail } as const
}
