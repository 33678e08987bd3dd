import type { ChildProcess } from 'node:child_process'
import { Fault } from '../../shared/domain/faults.ts'
import { withoutCredentials } from './limits.ts'

/** As many frames wait for the reader; the rest waits in the pipe, and the decoder with it. */
const mostWaiting = 16
const keptErrorCharacters = 2000

export interface FrameQueue<Frame> {
  add(frame: Frame): void
  /** The frames are complete, or broke off for a reason. */
  end(fault: Fault | undefined): void
  all(): AsyncGenerator<Frame, void, undefined>
}

/**
 * Turns what a decoding process sends into an iteration that slows the process down to the reader's pace. A process
 * that ends without having said that it is done has failed, unless `isDone` knows better by its exit code.
 */
export function queueFrames<Frame>(child: ChildProcess, isDone: (code: number | null) => boolean = () => false): FrameQueue<Frame> {
  const waiting: Frame[] = []
  const source = child.stdout
  let outcome: { fault: Fault | undefined } | undefined
  let wake: () => void = () => {}
  let errors = ''
  const end = (fault: Fault | undefined) => {
    outcome ??= { fault }
    wake()
  }
  child.stderr?.on('data', (data: Buffer) => {
    errors = (errors + data).slice(-keptErrorCharacters)
  })
  child.once('error', (cause) => end(new Fault('video-engine-missing', cause.message, { cause })))
  child.once('close', (code, signal) => end(isDone(code) ? undefined : new Fault('video-unreadable', describeEnd(code, signal, errors))))

  return {
    add: (frame) => {
      waiting.push(frame)
      if (waiting.length >= mostWaiting) source?.pause()
      wake()
    },
    end,
    all: async function* () {
      for (;;) {
        const frame = waiting.shift()
        if (frame !== undefined) yield frame
        else if (outcome?.fault !== undefined) throw outcome.fault
        else if (outcome !== undefined) return
        else await nextWake()
      }
    },
  }

  function nextWake(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve
      if (source?.isPaused()) source.resume()
    })
  }
}

export function describeEnd(code: number | null, signal: NodeJS.Signals | null, errors: string): string {
  const words = withoutCredentials(errors.trim())
  return `The decoder ended with ${code === null ? `signal ${signal}` : `code ${code}`}${words === '' ? '.' : `: ${words}`}`
}
