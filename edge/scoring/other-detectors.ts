import type { ModelReference } from '../../shared/domain/messages.ts'
import { createDetector, type Detector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import type { ModelInForce } from '../admission/keep-models.ts'

export interface OtherDetectors {
  /** Makes it if it is not there; undefined for a model that is not on the device. */
  find(digest: string): Promise<Detector | undefined>
  close(): Promise<void>
}

const idleMs = 60_000

/** A detector for a model that is on the device but not in force: one at a time, and gone when nobody has asked for a minute. */
export function createOtherDetectors(kept: () => readonly ModelInForce[], threads: number): OtherDetectors {
  let current: { readonly model: ModelReference; readonly detector: Promise<Detector> } | undefined
  let idle: NodeJS.Timeout | undefined

  async function release(): Promise<void> {
    clearTimeout(idle)
    const old = current
    current = undefined
    await (await old?.detector.catch(() => undefined))?.close()
  }

  return {
    async find(digest) {
      const wanted = kept().find(({ model }) => model.digest === digest)
      if (wanted === undefined) return undefined
      if (current?.model.digest !== digest) {
        void release()
        const detector = loadModel(wanted.folder).then((model) => createDetector(model, { threads }))
        const made = { model: wanted.model, detector }
        current = made
        // One that cannot be made now is tried again by the next who asks.
        detector.catch(() => {
          if (current === made) current = undefined
        })
      }
      clearTimeout(idle)
      idle = setTimeout(() => void release(), idleMs)
      return current.detector
    },
    close: release,
  }
}
