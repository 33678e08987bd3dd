import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { Fault } from '../../shared/domain/faults.ts'
import { createFragmentReader, type FragmentListener, type Track } from '../../shared/video/fragment-reader.ts'
import { chooseFrames } from './choose-frames.ts'
import { checkPictureSize, fileFormats } from './limits.ts'
import { queueFrames } from './queue-frames.ts'
import type { DecodeOptions, FileFrame, PictureSize, StreamInfo, VideoEngine, VideoSource, VideoStream } from './video-engine.ts'
import { watchStream } from './watch-stream.ts'

const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin']
// One fragment a picture: each is complete as soon as it is there, and says when it is shown.
const fragments = ['-movflags', 'frag_every_frame+empty_moov+default_base_moof+negative_cts_offsets', '-write_prft', 'pts']
const socketTimeoutMicroseconds = '10000000'
// FFmpeg would look on for five seconds to guess the frame rate.
const analysisMicroseconds = '500000'
const usualFrameRate = 25

/**
 * FFmpeg by its command line, version 5.1 or newer. It scales all pictures of a file, wanted or not, so that they can
 * be counted; and a camera's password stands in its arguments, which other users of the same host may be able to read.
 */
export function createFfmpegEngine(ffmpeg: string): VideoEngine {
  const run = (args: readonly string[]) =>
    // An array of arguments and no shell: nothing in an address can become a command.
    spawn(ffmpeg, [...quiet, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot },
    })

  return {
    name: 'ffmpeg',
    openStream: (source, options, listener): VideoStream => {
      const child = run([...inputOf(source), ...packetOutput, ...frameOutput(options.picture, options.framesPerSecond, 'pipe:3')])
      const watch = watchStream(child, options.stallSeconds, listener.onEnd)
      read(child, 1, {
        onTrack: (track) => listener.onStart(infoOf(track)),
        onSample: (sample) => {
          watch.sawLife()
          listener.onPacket(sample)
        },
      })
      read(
        child,
        3,
        frameListener((frame) => listener.onFrame(frame)),
      )
      return { close: watch.close }
    },
    decodeFile: (file, options) => decode(run([...openFile(file), ...frameOutput(options.picture, undefined, 'pipe:1')]), options),
  }
}

async function* decode(child: ChildProcess, options: DecodeOptions): AsyncGenerator<FileFrame, void, undefined> {
  let index = 0
  const frames = queueFrames<FileFrame>(child, (code) => code === 0 && index > 0)
  const chooser = chooseFrames(options)
  let firstMs: number | undefined
  const onFrame = (shown: Omit<FileFrame, 'index'>) => {
    firstMs ??= shown.ptsMs
    const frame = { ...shown, ptsMs: shown.ptsMs - firstMs }
    if (chooser.isWanted(index, frame.ptsMs)) frames.add({ index, ...frame })
    index++
    if (chooser.isDone()) frames.end(undefined)
  }
  read(child, 1, frameListener(onFrame))
  try {
    yield* frames.all()
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
}

function inputOf(source: VideoSource): string[] {
  if (source.kind === 'file') return ['-re', '-stream_loop', '-1', ...openFile(source.file)]
  const limits = [
    '-protocol_whitelist',
    'rtsp,rtsps,rtp,tcp,tls',
    '-rtsp_transport',
    'tcp',
    '-timeout',
    socketTimeoutMicroseconds,
    '-analyzeduration',
    analysisMicroseconds,
  ]
  return ['-copyts', ...limits, '-threads', '1', '-i', source.url]
}

function openFile(file: string): string[] {
  return ['-copyts', '-protocol_whitelist', 'file', '-format_whitelist', fileFormats, '-i', `file:${file}`]
}

const packetOutput = ['-map', '0:v:0', '-c:v', 'copy', '-f', 'mp4', ...fragments, 'pipe:1']

function frameOutput(size: PictureSize | undefined, framesPerSecond: number | undefined, target: string): string[] {
  const filters = [...(framesPerSecond === undefined ? [] : [selection(framesPerSecond)]), ...(size === undefined ? [] : [scaling(size)])]
  const filter = filters.length === 0 ? [] : ['-vf', filters.join(',')]
  const coding = ['-fps_mode', 'passthrough', '-c:v', 'rawvideo', '-pix_fmt', 'rgb24', '-f', 'mov']
  return ['-map', '0:v:0', ...filter, ...coding, ...fragments, target]
}

/** The first frame at or after each multiple of 1 / framesPerSecond. */
function selection(framesPerSecond: number): string {
  const slot = (time: string) => `floor((${time}+0.000001)*${framesPerSecond})`
  return `select='isnan(prev_selected_t)+gt(${slot('t')},${slot('prev_selected_t')})'`
}

function scaling({ width, height, fit }: PictureSize): string {
  return `scale=${width}:${height}:flags=area${fit === 'inside' ? ':force_original_aspect_ratio=decrease' : ''}`
}

function infoOf(track: Track): StreamInfo {
  const { description, width, height } = track
  const codec = track.sampleEntry.startsWith('avc') ? 'avc' : /^(hvc|hev)/.test(track.sampleEntry) ? 'hevc' : undefined
  return { codec, description, width, height, frameRate: usualFrameRate }
}

function frameListener(onFrame: (frame: Omit<FileFrame, 'index'>) => void): FragmentListener {
  let size = { width: 0, height: 0 }
  return {
    onTrack: ({ width, height }) => {
      checkPictureSize(width, height)
      size = { width, height }
    },
    onSample: ({ data, ptsMs }) => onFrame({ ptsMs, ...size, rgb: withoutPadding(data, size.width, size.height) }),
  }
}

/** QuickTime rounds rows of raw pictures up to an even number of bytes. */
function withoutPadding(data: Uint8Array, width: number, height: number): Uint8Array {
  const row = width * 3
  if (data.length === row * height) return data
  const rgb = new Uint8Array(row * height)
  for (let y = 0; y < height; y++) rgb.set(data.subarray(y * (row + 1), y * (row + 1) + row), y * row)
  return rgb
}

function read(child: ChildProcess, descriptor: 1 | 3, listener: FragmentListener): void {
  const reader = createFragmentReader(listener)
  const pipe = child.stdio[descriptor] as Readable
  pipe.on('data', (chunk: Buffer) => {
    try {
      reader(chunk)
    } catch (error) {
      pipe.destroy(error instanceof Fault ? error : new Fault('video-unreadable', String(error)))
    }
  })
  pipe.on('error', () => child.kill('SIGKILL'))
}
