import sharp from 'sharp'
import { createRandom } from './nets.ts'

/** A JPEG that is soft as what cameras see: noise alone would cost a decoder several times as much. */
export function softPicture(seed: number, width: number, height: number): Promise<Buffer> {
  const random = createRandom(seed + 1)
  const coarse = Buffer.from(Uint8Array.from({ length: 32 * 18 * 3 }, () => Math.floor(random() * 256)))
  return sharp(coarse, { raw: { width: 32, height: 18, channels: 3 } })
    .resize(width, height)
    .jpeg({ quality: 85 })
    .toBuffer()
}
