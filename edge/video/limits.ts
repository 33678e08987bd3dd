import { Fault } from '../../shared/domain/faults.ts'

const maxSide = 8192
const maxPixels = 40_000_000

/** Refuses sizes that no camera has before memory is taken for them: a few bytes of a file can claim any size. */
export function checkPictureSize(width: number, height: number): void {
  const isBearable = width >= 1 && height >= 1 && width <= maxSide && height <= maxSide && width * height <= maxPixels
  if (!isBearable)
    throw new Fault('video-unreadable', `Its pictures are ${width} × ${height}; at most ${maxSide} a side and 40 megapixels are decoded.`)
}

/** Containers that are opened. Playlists are not among them: they would make the decoder open other files and hosts. */
export const fileFormats = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,avi,h264,hevc'

/** Takes user and password out of whatever the decoder says about an address. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/\/\/[^/\s@]*@/g, '//')
}
