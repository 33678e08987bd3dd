/** What is refused before anything is decoded: a few bytes of a file can claim any size. */
export const limits = {
  side: 4096,
  pixels: 40_000_000,
  seconds: 4 * 3600,
  /** Four hours at 240 pictures a second. */
  frames: 4 * 3600 * 240,
  /** Of `moov`; four hours at 240 pictures a second need less. */
  indexBytes: 128 * 1024 * 1024,
  tracks: 64,
  /** FFmpeg stops at ten. */
  boxDepth: 10,
} as const

/** What of an H.264, HEVC or other MP4 the decoder may be told about; nothing else is ever opened. */
export const mp4Family = 'mov,mp4,m4a,3gp,3g2,mj2'
