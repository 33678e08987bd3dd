import { createHash } from 'node:crypto'
import type { Id } from './ids.ts'

/** The camera of a picture whose sender named none: it was dropped on the device's own page. */
export const pageCamera: Id = 'device-page'

/** A picture is sent once: the same one from the same device again has the same name. It stands where frames have their recording's. */
export function sentPictureId(device: Id, sha256: string): Id {
  return `sent-${createHash('sha256').update(`sent picture\n${device}\n${sha256}`).digest('hex').slice(0, 32)}`
}

/** Below this nobody can draw a box. */
export const leastSidePixels = 32
/** Of the stored JPEG. */
export const maxSentBytes = 4 * 1024 * 1024
