import { createHash } from 'node:crypto'
import { createVideoSplitter, type VideoSplitter } from '../../../../shared/adapters/video-splitter.ts'
import type { SplitFrame, SplitRequest, SplitResult } from '../../../../shared/ports/night.ts'
import { findFfmpeg, hasNodeAv } from '../../../../shared/video/find-engine.ts'

export interface SplitEverything extends SplitResult {
  readonly frames: readonly (SplitFrame & { readonly sha256: string })[]
}

/** Every frame up to a minute unless the request says otherwise. */
export async function splitAll(splitter: VideoSplitter, file: string, request: Partial<SplitRequest> = {}): Promise<SplitEverything> {
  const frames: (SplitFrame & { sha256: string })[] = []
  const everything = { file, times: times(60_000, 20), keyframeTimes: [], jpegQscale: 3 }
  const result = await splitter({ ...everything, ...request }, async (frame) => {
    frames.push({ ...frame, sha256: createHash('sha256').update(frame.jpeg).digest('hex') })
  })
  return { ...result, frames }
}

/** Each so many milliseconds from 0 on. */
export function times(toMs: number, everyMs: number): number[] {
  return Array.from({ length: Math.ceil(toMs / everyMs) }, (_, index) => index * everyMs)
}

export const engineNames = [...(hasNodeAv() ? ['node-av' as const] : []), ...(findFfmpeg() === undefined ? [] : ['ffmpeg' as const])]

export async function withSplitter<T>(name: 'node-av' | 'ffmpeg' | undefined, use: (splitter: VideoSplitter) => Promise<T>): Promise<T> {
  const splitter = createVideoSplitter(name)
  try {
    return await use(splitter)
  } finally {
    await splitter.close()
  }
}
