import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { findFfmpeg, hasNodeAv } from '../../shared/video/find-engine.ts'
import { probeVideo, type VideoFacts } from '../../shared/video/probe-video.ts'

export interface Footage extends VideoFacts {
  readonly file: string
  readonly name: string
}

export interface Bench {
  readonly ffmpeg: string
  readonly videos: readonly Footage[]
  /** An empty folder. */
  readonly folder: () => string
}

/** Small with few key frames and B-frames; small without B-frames; full HD. */
const made = {
  'few-keys': { size: '640x360', seconds: 30, coding: ['-g', '250', '-bf', '3'] },
  'every-second': { size: '768x432', seconds: 20, coding: ['-g', '30', '-bf', '2'] },
  'no-b-frames': { size: '768x432', seconds: 12, coding: ['-g', '250', '-bf', '0', '-profile:v', 'baseline'] },
  'full-hd': { size: '1920x1080', seconds: 8, coding: ['-g', '60', '-bf', '2'] },
}

/**
 * Gives the MP4 files of the folder that the environment names in SIGHTLOOP_BENCH_VIDEOS, or videos that the `ffmpeg` on
 * the PATH makes; it is the peer as well, so without it there is nothing to measure against.
 */
export async function withVideos(measure: (bench: Bench) => Promise<void>): Promise<void> {
  const ffmpeg = findFfmpeg()
  if (ffmpeg === undefined || !hasNodeAv()) return console.log('Not measured: it takes node-av and an ffmpeg on the PATH.')
  const root = mkdtempSync(join(tmpdir(), 'sightloop-bench-'))
  try {
    const given = process.env['SIGHTLOOP_BENCH_VIDEOS']
    const files =
      given === undefined ? makeAll(ffmpeg, root) : readdirSync(given).flatMap((name) => (name.endsWith('.mp4') ? [join(given, name)] : []))
    const videos = await Promise.all(files.map(async (file) => ({ file, name: basename(file, '.mp4'), ...(await probeVideo(file)) })))
    await measure({ ffmpeg, videos, folder: () => mkdtempSync(join(root, 'out-')) })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function makeAll(ffmpeg: string, folder: string): string[] {
  return Object.entries(made).map(([name, { size, seconds, coding }]) => {
    const file = join(folder, `${name}.mp4`)
    const source = `testsrc2=s=${size}:r=30:d=${seconds},noise=alls=6:allf=t`
    runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', source, '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', ...coding, file])
    return file
  })
}

/** Seconds from the start of the process to its end. */
export function runFfmpeg(ffmpeg: string, args: readonly string[]): number {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(ffmpeg, ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}: ${stderr}`)
  return (performance.now() - startedAt) / 1000
}

export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

export function times(video: VideoFacts, framesPerSecond: number): number[] {
  return Array.from({ length: Math.ceil((video.durationMs / 1000) * framesPerSecond) }, (_, index) => (index * 1000) / framesPerSecond)
}
