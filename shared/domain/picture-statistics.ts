import { z } from 'zod'

/** Of the fingerprint: enough to see what is where, too little to see who. */
export const fingerprintSize = { columns: 16, rows: 9 } as const

const Share = z.number().min(0).max(1)
const Chroma = z.number().min(-0.5).max(0.5)
const fingerprintCharacters = Math.ceil((fingerprintSize.columns * fingerprintSize.rows) / 3) * 4

/**
 * What a camera's pictures were like, as numbers: means over the samples, which are taken about once a second of the picture
 * that the model sees. Luma and chroma are those of BT.601 in full range.
 *
 * Numbers of two cameras cannot be compared, and those of one camera only as long as the model's input has the same size:
 * sharpness depends on it.
 */
export const PictureStatistics = z.strictObject({
  /** How many pictures the means are of. */
  samples: z.int().positive(),
  /** Mean luma: 0 = black, 1 = white. */
  brightness: Share,
  /** Standard deviation of the luma. */
  contrast: Share,
  /** Variance of the Laplacian (four neighbours) in luma steps of 0–255, squared. Focus, grain and fine detail raise it. */
  sharpness: z.number().nonnegative(),
  /** Mean of (largest − smallest of red, green and blue). */
  saturation: Share,
  /** Mean chroma: above 0 = bluish. */
  chromaBlue: Chroma,
  /** Above 0 = reddish. */
  chromaRed: Chroma,
  /** Mean absolute difference of the luma to the sample before; left out where there was none. */
  motion: Share.optional(),
  /** Share of pixels with no light in them (at most 8 of 255) … */
  dark: Share,
  /** … and of those with too much (at least 247 of 255). */
  bright: Share,
  /** Mean luma of 16 × 9 fields, row by row from the top, a byte each, as base64. */
  fingerprint: z.base64().length(fingerprintCharacters),
})
export type PictureStatistics = z.infer<typeof PictureStatistics>
