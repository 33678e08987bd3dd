import { openVideoEngine } from './open-video-engine.ts'
import type { FileFrame, FrameChoice, PictureSize } from './video-engine.ts'

export interface DecodeFileOptions extends FrameChoice, Partial<PictureSize> {}

/**
 * The frames of a video file in presentation order, as fast as they are read, by the engine that this machine has.
 * `index` counts all frames of the file. Give width and height together, or neither for the video's own size.
 */
export function decodeFile(file: string, options: DecodeFileOptions = {}): AsyncGenerator<FileFrame, void, undefined> {
  const { width, height, fit = 'stretch', ...choice } = options
  const picture = width === undefined || height === undefined ? {} : { picture: { width, height, fit } }
  return openVideoEngine().decodeFile(file, { ...choice, ...picture })
}
