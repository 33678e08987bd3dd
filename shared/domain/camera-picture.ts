import { z } from 'zod'
import { Detection } from './detection.ts'
import { Instant } from './ids.ts'

/** What a camera sees, as its device answers it. Older modules draw the boxes into the picture and say neither when nor what. */
export const CameraPicture = z.object({
  contentType: z.literal('image/jpeg'),
  jpegBase64: z.base64().max(128 * 1024),
  /** By the clock of the device. */
  at: Instant.optional(),
  detections: z.array(Detection).max(300).optional(),
})
export type CameraPicture = z.infer<typeof CameraPicture>
