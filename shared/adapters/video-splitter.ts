import { resolve } from 'node:path'
import { Fault } from '../domain/faults.ts'
import type { SplitRequest, SplitResult, SplitVideo } from '../ports/night.ts'
import { createFfmpegSplitter } from '../video/ffmpeg-splitter.ts'
import { findFfmpeg, hasNodeAv } from '../video/find-engine.ts'
import { inspectVideo } from '../video/inspect-video.ts'
import { limits } from '../video/limits.ts'
import { createNodeAvSplitter } from '../video/node-av-splitter.ts'
import { budgetOf, type EngineEnd, type SplitEngine } from '../video/split-engine.ts'

export interface VideoSplitter extends SplitVideo {
  /** Ends the processes that wait for the next file; they end with ours in any case. */
  close(): Promise<void>
}

const noDecoder = 'none'

/**
 * Cuts stills out of a video with the engine of that name, or the one that this machine has: node-av before an
 * `ffmpeg` on the PATH. A file is looked at first, and decoded only when it keeps to the limits.
 *
 * @throws Fault `video-engine-missing` at the first file where there is none, `input-invalid` for times or a quality that are none
 */
export function createVideoSplitter(name?: 'node-av' | 'ffmpeg'): VideoSplitter {
  let engine: SplitEngine | undefined
  const split: SplitVideo = async (request, onFrame) => {
    checkRequest(request)
    const { file, times, keyframeTimes, jpegQscale } = request
    const inspection = inspectVideo(file)
    if (inspection.kind !== 'readable') return { outcome: inspection.kind, reason: inspection.reason, decoder: noDecoder }
    engine ??= openEngine(name)
    const { track, cut } = inspection
    const task = { file: resolve(file), times, keyframeTimes, jpegQscale, rotation: track.rotation }
    return resultOf(await engine.split(task, budgetOf({ ...track, frames: inspection.frames }), onFrame), cut)
  }
  return Object.assign(split, { close: async () => engine?.close() })
}

/** These numbers reach a command line. */
function checkRequest({ times, keyframeTimes, jpegQscale }: SplitRequest): void {
  const isTime = (at: number, index: number, all: readonly number[]) =>
    Number.isFinite(at) && at >= 0 && at <= limits.seconds * 1000 && (index === 0 || at >= (all[index - 1] as number))
  for (const list of [times, keyframeTimes])
    if (!list.every(isTime)) throw new Fault('input-invalid', 'Times must ascend from 0 ms to four hours.')
  if (!Number.isInteger(jpegQscale) || jpegQscale < 2 || jpegQscale > 31)
    throw new Fault('input-invalid', `The JPEG quality must be 2 to 31, not ${jpegQscale}.`)
}

function openEngine(name: 'node-av' | 'ffmpeg' | undefined): SplitEngine {
  if (name !== 'ffmpeg' && hasNodeAv()) return createNodeAvSplitter()
  const ffmpeg = name === 'node-av' ? undefined : findFfmpeg()
  if (ffmpeg !== undefined) return createFfmpegSplitter(ffmpeg)
  throw new Fault('video-engine-missing', 'Install the optional package node-av, or an ffmpeg of version 5.1 or newer on the PATH.')
}

function resultOf({ wanted, sent, problem, decoder }: EngineEnd, cut: string | undefined): SplitResult {
  const reason = [cut, problem].filter((text) => text !== undefined).join(' ')
  if (reason === '') return { outcome: 'complete', reason: undefined, decoder }
  const isReadable = sent > 0 || (wanted === 0 && problem === undefined)
  return { outcome: isReadable ? 'partial' : 'corrupt', reason, decoder }
}
