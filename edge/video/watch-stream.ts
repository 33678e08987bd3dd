import type { ChildProcess } from 'node:child_process'
import { Fault } from '../../shared/domain/faults.ts'
import { describeEnd } from './queue-frames.ts'

const keptErrorCharacters = 2000
const startPatience = 3

export interface StreamWatch {
  /** Something came from the camera. */
  sawLife(): void
  /** Ends the process and reports the fault, the first one only. */
  end(fault: Fault): void
  /** Ends the process and waits until it is gone; nothing is reported any more. */
  close(): Promise<void>
}

/** Looks after the process of a live stream: it ends once, is never left behind, and counts as lost when it falls silent. */
export function watchStream(child: ChildProcess, stallSeconds = 10, onEnd: (fault: Fault) => void): StreamWatch {
  let isEnded = false
  let errors = ''
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  // Starting a process and asking a camera takes longer than waiting for its next picture.
  let patienceSeconds = startPatience * stallSeconds
  let stalled = startTimer()
  child.stderr?.on('data', (data: Buffer) => {
    errors = (errors + data).slice(-keptErrorCharacters)
  })
  child.once('error', (cause) => end(new Fault('video-engine-missing', cause.message, { cause })))
  child.once('close', (code, signal) => end(new Fault('video-lost', describeEnd(code, signal, errors))))

  function startTimer(): NodeJS.Timeout {
    return setTimeout(() => end(new Fault('video-lost', `No picture came for ${patienceSeconds} s.`)), patienceSeconds * 1000)
  }

  function end(fault: Fault): void {
    if (isEnded) return
    stop()
    onEnd(fault)
  }

  function stop(): void {
    isEnded = true
    clearTimeout(stalled)
    child.kill('SIGKILL')
  }

  return {
    sawLife: () => {
      if (patienceSeconds === stallSeconds) {
        stalled.refresh()
        return
      }
      patienceSeconds = stallSeconds
      clearTimeout(stalled)
      stalled = startTimer()
    },
    end,
    close: async () => {
      stop()
      await gone
    },
  }
}
