import sharp from 'sharp'
import type { DescribePicture, PictureBrightness } from '../ports.ts'
import { describeCrops } from '../vision/describe-crop.ts'

/** Colours do not need more, and a picture takes some milliseconds. */
const width = 320

/** Only frames that our own decoder wrote come here; files of others are opened in processes with limits. */
export const describePicture: DescribePicture = async (jpeg, objects) => {
  const { data, info } = await sharp(jpeg)
    .resize({ width, withoutEnlargement: true })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return describeCrops({ data, width: info.width, height: info.height }, objects)
}

export const pictureBrightness: PictureBrightness = async (jpeg) => {
  const { channels } = await sharp(jpeg).greyscale().stats()
  // Four digits: the last bits hang on the machine, and an evaluation must come to the same everywhere.
  return Math.round(((channels[0]?.mean ?? 0) / 255) * 1e4) / 1e4
}
