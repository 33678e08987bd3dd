import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { hasNodeAv } from '../../../shared/video/find-engine.ts'
import type { Square } from './pictures.ts'

export interface MovingSquare extends Omit<Square, 'left' | 'top'> {
  /** Where it is at frame 0, and how many pixels it moves from frame to frame. */
  readonly left: number
  readonly top: number
  readonly stepX?: number
  readonly stepY?: number
  /** The frames that show it; all unless given. */
  readonly from?: number
  readonly to?: number
}

export interface VideoPlan {
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly frames: number
  /** Frames from key frame to key frame. */
  readonly groupSize: number
  readonly squares: readonly MovingSquare[]
}

export function squaresAt(plan: VideoPlan, frame: number): Square[] {
  const isShown = ({ from = 0, to = plan.frames }: MovingSquare) => frame >= from && frame < to
  return plan.squares.filter(isShown).map(({ left, top, stepX = 0, stepY = 0, side, colour }) => {
    return { left: Math.round(left + frame * stepX), top: Math.round(top + frame * stepY), side, colour }
  })
}

/** Writes an MP4 with H.264 and B-frames. The encoder runs in a process of its own, as every use of node-av does. */
export function makeVideo(file: string, plan: VideoPlan): void {
  const script = fileURLToPath(new URL('./encode-video.ts', import.meta.url))
  execFileSync(process.execPath, [script], {
    input: JSON.stringify({ file, plan, engine: hasNodeAv() ? 'node-av' : 'ffmpeg' }),
    timeout: 300_000,
    // What the encoder says goes into the error, where there is one.
    stdio: 'pipe',
  })
}
