import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface NumberedFilm {
  /** Even, and a multiple of 10. */
  readonly width?: number
  readonly height?: number
  /** Less than 256. */
  readonly frames: number
  readonly framesPerSecond?: number
  readonly groupSize?: number
  readonly bFrames?: number
}

/** Writes an MP4 each of whose frames shows its number (numbered-picture.ts). */
export function makeNumberedFilm(file: string, film: NumberedFilm): void {
  const usual = { width: 320, height: 180, framesPerSecond: 25, groupSize: 25, bFrames: 2 }
  const program = fileURLToPath(new URL('./numbered-film-process.ts', import.meta.url))
  execFileSync(process.execPath, [program], { input: JSON.stringify({ file, film: { ...usual, ...film } }), timeout: 60_000 })
}
