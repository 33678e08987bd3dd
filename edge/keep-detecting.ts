import type { EdgeSettings } from '../shared/domain/edge-settings.ts'
import { Fault } from '../shared/domain/faults.ts'
import type { Log } from './log.ts'
import type { Detector, Inference } from './vision/detector.ts'

export type Thresholds = EdgeSettings['thresholds']

export interface WatchedDetector extends Detector {
  /** Set while the detector is being replaced. */
  readonly problem: string | undefined
  /** Takes effect within the second; cameras notice nothing. */
  setThresholds(thresholds: Thresholds): void
  /** Makes a new detector, for example because the model's files changed; the old one works until then. */
  reload(): Promise<void>
}

export interface WatchOptions {
  readonly create: (thresholds: Thresholds) => Promise<Detector>
  readonly log: Log
  /** An answer that takes longer than this never comes. Default 10 s. */
  readonly hangMs?: number
  /** Wait before another start after one that failed. Default 1 s. */
  readonly retryMs?: number
}

/**
 * One detector for all cameras that is replaced when it hangs or breaks. What waited for the old one is rejected;
 * cameras go on with their next picture. Rejects when the first detector cannot be made.
 */
export async function keepDetecting({ create, log, hangMs = 10_000, retryMs = 1000 }: WatchOptions): Promise<WatchedDetector> {
  let thresholds: Thresholds = {}
  let current: Detector | undefined = await create(thresholds)
  let newest: Detector = current
  let problem: string | undefined
  let replacing: Promise<void> | undefined
  let isClosing = false

  function replace(): void {
    replacing ??= makeNext().finally(() => {
      replacing = undefined
    })
  }

  async function makeNext(): Promise<void> {
    while (!isClosing) {
      const wanted = thresholds
      try {
        const next = await create(wanted)
        const old = current
        current = next
        newest = next
        problem = undefined
        // A thread that hangs never says that it has ended.
        void old?.close().catch(() => {})
        if (wanted === thresholds) return
      } catch (error) {
        problem = (error as Error).message
        log('error', 'detector-start-failed', { reason: error })
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  function giveUp(detector: Detector, reason: string): void {
    if (detector !== current || isClosing) return
    current = undefined
    problem = reason
    log('error', 'detector-replaced', { reason })
    void detector.close().catch(() => {})
    replace()
  }

  async function infer(picture: Parameters<Detector['infer']>[0]): Promise<Inference> {
    const detector = current
    if (detector === undefined) throw new Fault('inference-failed', 'The detector is being replaced.')
    let timer: NodeJS.Timeout | undefined
    const hang = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        giveUp(detector, `No answer within ${hangMs / 1000} s.`)
        reject(new Fault('inference-failed', `The detector did not answer within ${hangMs / 1000} s.`))
      }, hangMs)
    })
    try {
      return await Promise.race([detector.infer(picture), hang])
    } catch (error) {
      if (error instanceof Fault && isGone(error)) giveUp(detector, error.message)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    get card() {
      return newest.card
    },
    get model() {
      return newest.model
    },
    get runtime() {
      return newest.runtime
    },
    infer,
    detect: async (picture) => (await infer(picture)).detections,
    get problem() {
      return problem
    },
    setThresholds(next) {
      if (JSON.stringify(next) === JSON.stringify(thresholds)) return
      thresholds = next
      replace()
    },
    async reload() {
      replace()
      await replacing
    },
    async close() {
      isClosing = true
      await replacing
      await Promise.race([current?.close(), new Promise((resolve) => setTimeout(resolve, 2000).unref())])
    },
  }
}

// What a detector says whose thread is gone; other failures are about one picture.
function isGone({ detail }: Fault): boolean {
  return detail === 'The inference thread broke.' || detail === 'The detector is closed.'
}
