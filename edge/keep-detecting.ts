import type { EdgeSettings } from '../shared/domain/edge-settings.ts'
import { Fault } from '../shared/domain/faults.ts'
import type { ModelReference } from '../shared/domain/messages.ts'
import type { ModelCard } from '../shared/domain/model-card.ts'
import type { Detector, Inference, Picture } from '../shared/vision/detector.ts'
import type { Log } from './log.ts'

export type Thresholds = EdgeSettings['thresholds']

/** What cameras and the scoring endpoint ask. A new plant has no model yet: then there is no card, and inferring rejects. */
export interface SharedDetector {
  readonly card: ModelCard | undefined
  readonly model: ModelReference | undefined
  infer(picture: Picture, threshold?: number): Promise<Inference>
}

export interface WatchedDetector extends SharedDetector {
  /** Set while the detector is being replaced. */
  readonly problem: string | undefined
  /** Takes effect within the second; cameras notice nothing. */
  setThresholds(thresholds: Thresholds): void
  /** Makes a new detector, for example because another model is in force; the old one works until then. */
  reload(): Promise<void>
  close(): Promise<void>
}

export interface WatchOptions {
  /** Undefined: there is no model. */
  readonly create: (thresholds: Thresholds) => Promise<Detector | undefined>
  /** Called when a new detector is at work, or none any more. */
  readonly onReplaced?: () => void
  readonly log: Log
  /** An answer that takes longer than this never comes. Default 10 s. */
  readonly hangMs?: number
  /** Wait before another start after one that failed. Default 1 s. */
  readonly retryMs?: number
}

/**
 * One detector for all cameras that is replaced when it hangs or breaks. What waited for the old one is rejected;
 * cameras go on with their next picture. One that cannot be made is tried again and again; cameras record meanwhile.
 */
export async function keepDetecting(options: WatchOptions): Promise<WatchedDetector> {
  const { create, onReplaced = () => {}, log, hangMs = 10_000, retryMs = 1000 } = options
  let thresholds: Thresholds = {}
  let current: Detector | undefined
  let newest: Detector | undefined
  let problem: string | undefined
  let replacing: Promise<void> | undefined
  let wishes = 0
  let isClosing = false

  function replace(): void {
    wishes++
    replacing ??= makeNext().finally(() => {
      replacing = undefined
    })
  }

  async function makeNext(): Promise<void> {
    while (!isClosing) {
      const wish = wishes
      try {
        const next = await create(thresholds)
        const old = current
        current = next
        newest = next
        problem = undefined
        // A thread that hangs never says that it has ended.
        void old?.close().catch(() => {})
        onReplaced()
        if (wish === wishes) return
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

  async function infer(picture: Picture, threshold?: number): Promise<Inference> {
    const detector = current
    if (detector === undefined)
      throw new Fault('inference-failed', newest === undefined ? 'There is no model.' : 'The detector is being replaced.')
    let timer: NodeJS.Timeout | undefined
    const hang = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        giveUp(detector, `No answer within ${hangMs / 1000} s.`)
        reject(new Fault('inference-failed', `The detector did not answer within ${hangMs / 1000} s.`))
      }, hangMs)
    })
    try {
      return await Promise.race([detector.infer(picture, threshold), hang])
    } catch (error) {
      if (error instanceof Fault && isGone(error)) giveUp(detector, error.message)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  try {
    current = await create(thresholds)
    newest = current
  } catch (error) {
    problem = (error as Error).message
    log('error', 'detector-start-failed', { reason: error })
    setTimeout(replace, retryMs)
  }

  return {
    get card() {
      return newest?.card
    },
    get model() {
      return newest?.model
    },
    infer,
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
