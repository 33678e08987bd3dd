import sharp from 'sharp'
import type { Picture } from '../vision/detector.ts'

export type Decoded =
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'unknown-type' | 'too-large' | 'broken'; readonly detail: string }

const maxPixels = 25_000_000

/** JPEG, PNG or WebP to RGB, upright. The type is read from the bytes: nothing else ever reaches a decoder. */
export async function decodeImage(bytes: Buffer): Promise<Decoded> {
  if (!isKnownType(bytes)) return { kind: 'unknown-type', detail: 'The body must be a JPEG, PNG or WebP image.' }
  try {
    const image = sharp(bytes, { limitInputPixels: false, failOn: 'error' })
    const { width, height } = await image.metadata()
    if (width * height > maxPixels)
      return { kind: 'too-large', detail: `The image has ${width} × ${height} pixels; ${maxPixels} are allowed.` }
    const { data, info } = await image
      .rotate()
      .flatten({ background: '#000' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { kind: 'picture', picture: { data, width: info.width, height: info.height } }
  } catch {
    return { kind: 'broken', detail: 'The image cannot be decoded.' }
  }
}

function isKnownType(bytes: Buffer): boolean {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
  const isPng = bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
  return isJpeg || isPng || isWebp
}
