import { Fault } from '../../shared/domain/faults.ts'
import { findFfmpeg, hasNodeAv } from '../../shared/video/find-engine.ts'
import { createFfmpegEngine } from './ffmpeg-engine.ts'
import { createNodeAvEngine } from './node-av-engine.ts'
import type { VideoEngine } from './video-engine.ts'

export type EngineName = VideoEngine['name']

/**
 * The engine of that name, or what this machine has: node-av before an `ffmpeg` on the PATH. Faults with
 * `video-engine-missing`.
 */
export function openVideoEngine(name?: EngineName): VideoEngine {
  if (name !== 'ffmpeg' && hasNodeAv()) return createNodeAvEngine()
  const ffmpeg = name === 'node-av' ? undefined : findFfmpeg()
  if (ffmpeg !== undefined) return createFfmpegEngine(ffmpeg)
  throw new Fault('video-engine-missing', 'Install the optional package node-av, or an ffmpeg of version 5.1 or newer on the PATH.')
}
