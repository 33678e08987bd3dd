import { availableParallelism } from 'node:os'
import sharp from 'sharp'
import { Fault } from '../../shared/domain/faults.ts'
import type { Picture, TruthObject } from './dataset.ts'

/** Pictures of one size in memory that threads can share: RGB, one after the other. */
export interface Frames {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
  readonly objects: readonly (readonly TruthObject[])[]
}

/** More than this would push other programs out of a laptop's memory; a larger dataset asks for a smaller input. */
const maxBytes = 6 * 2 ** 30

/** Decodes and resizes pictures. Faults with `input-invalid` where one is missing, broken or not of the size that the dataset says. */
export async function loadFrames(pictures: readonly Picture[], width: number, height: number): Promise<Frames> {
  const frameBytes = width * height * 3
  if (frameBytes * pictures.length > maxBytes) {
    const gigabytes = Math.ceil((frameBytes * pictures.length) / 2 ** 30)
    throw new Fault('input-invalid', `${pictures.length} pictures of ${width} × ${height} need ${gigabytes} GB of memory; 6 are allowed.`)
  }
  const pixels = new Uint8Array(new SharedArrayBuffer(frameBytes * pictures.length))
  let next = 0
  const loadRest = async () => {
    while (next < pictures.length) {
      const index = next++
      pixels.set(await loadPicture(pictures[index]!, width, height), index * frameBytes)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, loadRest))
  return { width, height, pixels, objects: pictures.map((picture) => picture.objects) }
}

/** Resized as the edge resizes pictures that come in another size. */
async function loadPicture({ file, ...size }: Picture, width: number, height: number): Promise<Buffer> {
  try {
    const image = sharp(file, { limitInputPixels: 2 ** 28 })
    const found = await image.metadata()
    if (found.width !== size.width || found.height !== size.height) {
      throw new Fault('input-invalid', `${file} is ${found.width} × ${found.height}, annotations.json says ${size.width} × ${size.height}.`)
    }
    const resized = image.resize(width, height, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
    return await resized.toColourspace('srgb').removeAlpha().raw().toBuffer()
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('input-invalid', `${file} is not a picture that can be read: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
}

export function frameAt({ pixels, width, height }: Frames, index: number): Uint8Array {
  const size = width * height * 3
  return pixels.subarray(index * size, (index + 1) * size)
}
