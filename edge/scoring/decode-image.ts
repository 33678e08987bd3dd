import sharp from 'sharp'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { Picture } from '../../shared/vision/detector.ts'
import { placePicture } from '../../shared/vision/fit.ts'

export type Decoded =
  /** The picture as the model wants it, and how large it was, upright. */
  { readonly kind: 'picture'; readonly picture: Picture; readonly width: number; readonly height: number } | Refused

export interface Refused {
  readonly kind: 'unknown-type' | 'too-large' | 'broken'
  readonly detail: string
}

const maxPixels = 25_000_000

// Pictures are decoded side by side: more threads for one of them only take the model's time. None comes twice.
sharp.concurrency(1)
sharp.cache(false)

/**
 * JPEG, PNG or WebP to RGB, upright, in the size that it has in the model's input: that is less to hand over, and no work for
 * the inference thread. The type is read from the bytes: nothing else ever reaches a decoder.
 *
 * @param input of the model; undefined = as large as it is
 */
export async function decodeImage(bytes: Buffer, input?: ModelCard['input']): Promise<Decoded> {
  try {
    const opened = await openImage(bytes)
    if (opened.kind !== 'open') return opened
    const { opaque, width, height } = opened
    const size = input && placePicture(input, width, height)
    if (size !== undefined) opaque.resize(size.width, size.height, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
    const { data, info } = await opaque.raw().toBuffer({ resolveWithObject: true })
    return { kind: 'picture', picture: { data, width: info.width, height: info.height }, width, height }
  } catch {
    return { kind: 'broken', detail: 'The image cannot be decoded.' }
  }
}

export type PlainJpeg = { readonly kind: 'jpeg'; readonly jpeg: Buffer; readonly width: number; readonly height: number } | Refused

/**
 * The same picture as a JPEG that may leave the device: upright, its longer side at most `longSide`, and with nothing in the
 * file but its pixels: no place, no time, no name, no thumbnail.
 */
export async function plainJpegOf(bytes: Buffer, longSide: number): Promise<PlainJpeg> {
  try {
    const opened = await openImage(bytes)
    if (opened.kind !== 'open') return opened
    const { data, info } = await opened.opaque
      .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 90 })
      .toBuffer({ resolveWithObject: true })
    return { kind: 'jpeg', jpeg: data, width: info.width, height: info.height }
  } catch {
    return { kind: 'broken', detail: 'The image cannot be decoded.' }
  }
}

/** Upright and in RGB, on black. Throws for what is no picture behind its first bytes. */
async function openImage(bytes: Buffer) {
  if (!isKnownType(bytes)) return { kind: 'unknown-type', detail: 'The body must be a JPEG, PNG or WebP image.' } as const
  const image = sharp(bytes, { limitInputPixels: false, failOn: 'error' })
  const { autoOrient, orientation = 1, hasAlpha, space } = await image.metadata()
  const { width, height } = autoOrient
  if (width * height > maxPixels)
    return { kind: 'too-large', detail: `The image has ${width} × ${height} pixels; ${maxPixels} are allowed.` } as const
  // Each step costs, also where there is nothing to do; most pictures need none.
  if (orientation > 1) image.autoOrient()
  if (hasAlpha) image.flatten({ background: '#000' })
  if (space !== 'srgb') image.toColourspace('srgb')
  return { kind: 'open', opaque: image, width, height } as const
}

function isKnownType(bytes: Buffer): boolean {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
  const isPng = bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
  return isJpeg || isPng || isWebp
}
