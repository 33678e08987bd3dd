import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type AccessUnit, createAccessUnitReader } from './annex-b.ts'

export interface EncoderOptions {
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  /** A key frame every so many frames: a new reader waits for one. */
  readonly keyFrameFrames: number
  readonly kilobitsPerSecond: number
}

/** `node-av` comes with npm; `ffmpeg` is a program on the PATH, for those who leave optional packages out. */
export type EncoderEngine = 'node-av' | 'ffmpeg'

export interface Encoder {
  /** One frame as YUV 4:2:0. False when the encoder is behind: the caller leaves out frames until `hasRoom` again. */
  write(yuv: Uint8Array): void
  readonly hasRoom: boolean
  /** Encodes what is left and ends the process. */
  close(): Promise<void>
}

export interface EncoderEvents {
  /** One call for each frame, in order. */
  onAccessUnit(unit: AccessUnit): void
  /** The process ended without having been asked to. */
  onFailure(error: Error): void
}

/** The engine to use where nobody chose one. */
export function defaultEncoderEngine(): EncoderEngine {
  try {
    createRequire(import.meta.url).resolve('node-av')
    return 'node-av'
  } catch {
    return 'ffmpeg'
  }
}

/** H.264 without B-frames and without look-ahead: each frame comes out before the next but one goes in. */
export function startEncoder(options: EncoderOptions, events: EncoderEvents, engine = defaultEncoderEngine()): Encoder {
  const child = engine === 'ffmpeg' ? spawnFfmpeg(options) : spawnNodeAv(options)
  const reader = createAccessUnitReader(events.onAccessUnit)
  let isClosing = false
  let lastWords = ''
  child.stdout!.on('data', reader.push)
  child.stderr!.on('data', (text: Buffer) => {
    lastWords = (lastWords + text).slice(-2000)
  })
  // A write after the process has gone is reported by its exit.
  child.stdin!.on('error', () => {})
  const gone = new Promise<void>((resolve) => {
    const finish = (why: string) => {
      reader.end()
      resolve()
      if (!isClosing) events.onFailure(new Error(`the H.264 encoder (${engine}) ${why}: ${lastWords.trim()}`))
    }
    child.once('error', (error) => finish(`did not start (${error.message})`))
    child.once('close', (code, signal) => finish(`ended (${code ?? signal})`))
  })
  return {
    write: (yuv) => child.stdin!.write(yuv),
    get hasRoom() {
      return child.stdin!.writableLength === 0
    },
    close: () => {
      isClosing = true
      child.stdin!.end()
      const impatience = setTimeout(() => child.kill('SIGKILL'), 5000)
      return gone.finally(() => clearTimeout(impatience))
    },
  }
}

function spawnNodeAv(options: EncoderOptions): ChildProcess {
  const program = fileURLToPath(new URL('./encoder-process.ts', import.meta.url))
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, JSON.stringify(options)])
}

function spawnFfmpeg(options: EncoderOptions): ChildProcess {
  const rate = `${options.kilobitsPerSecond}k`
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'yuv420p',
    '-s',
    `${options.width}x${options.height}`,
    '-framerate',
    String(options.framesPerSecond),
  ]
  const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-threads', '1', '-g', String(options.keyFrameFrames)]
  const output = ['-b:v', rate, '-maxrate', rate, '-bufsize', rate, '-x264-params', 'aud=1:scenecut=0', '-f', 'h264', '-flush_packets', '1']
  return spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...input, '-i', 'pipe:0', ...coding, ...output, 'pipe:1'])
}
