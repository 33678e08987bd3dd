import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { EncoderEngine } from './encoder.ts'

export interface LineCameraOptions {
  readonly seed: number
  /** 0 = any free port. */
  readonly port?: number
  readonly framesPerSecond?: number
  readonly engine?: EncoderEngine
  /** How much the camera's own clock is ahead. */
  readonly clockAheadSeconds?: number
  onLog?(line: string): void
  /** The camera ended without having been asked to. */
  onExit?(code: number | null): void
}

export interface LineCamera {
  /** rtsp://127.0.0.1:PORT/line */
  readonly url: string
  readonly seed: number
  readonly framesPerSecond: number
  /** The wall clock at 0 s of the line: what was true at a moment is `createLine({ seed }).truthAt(seconds)`. */
  readonly startedAt: string
  close(): Promise<void>
}

/** Starts the camera as its own process; resolves when the first frame is encoded. */
export function startLineCamera(options: LineCameraOptions): Promise<LineCamera> {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url))
  const flags = [
    ...['--seed', String(options.seed), '--port', String(options.port ?? 0)],
    ...['--frames-per-second', String(options.framesPerSecond ?? 15)],
    ...['--clock-ahead', String(options.clockAheadSeconds ?? 0)],
    ...(options.engine === undefined ? [] : ['--engine', options.engine]),
  ]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...flags])
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let isClosing = false
  let lastWords = ''
  createInterface(child.stderr).on('line', (line) => {
    lastWords = line
    options.onLog?.(line)
  })
  const close = () => {
    isClosing = true
    child.stdin.end()
    const impatience = setTimeout(() => child.kill('SIGKILL'), 8000)
    return exited.finally(() => clearTimeout(impatience))
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`the line's camera ended with ${code}: ${lastWords}`))
      if (!isClosing) options.onExit?.(code)
    })
    createInterface(child.stdout).once('line', (line) => {
      const { url, seed, framesPerSecond, startedAt } = JSON.parse(line)
      resolve({ url, seed, framesPerSecond, startedAt, close })
    })
  })
}
