import type { Monitor } from '../domain/camera-trouble.ts'

/** How long something has been bad, or well again, with short moments of the other forgiven. */
export interface Hold {
  /** Notes a stretch of time. Answers whether the trouble opens or closes now. */
  note(stretch: {
    readonly isBad: boolean
    readonly isWell: boolean
    readonly fromMs: number
    readonly ms: number
  }): 'opens' | 'closes' | undefined
  /** Since when it is bad; undefined while it is not. */
  readonly badSinceMs: number | undefined
  readonly isOpen: boolean
  forget(): void
}

/** Time of the other kind counts twice: what is bad half of the time never opens, what is well half of the time never closes. */
const forgiveness = 2

export function createHold({ holdSeconds, clearSeconds }: Pick<Monitor, 'holdSeconds' | 'clearSeconds'>, wasOpenSinceMs?: number): Hold {
  let isOpen = wasOpenSinceMs !== undefined
  let badSinceMs = wasOpenSinceMs
  let [badMs, wellMs] = [0, 0]

  return {
    note: ({ isBad, isWell, fromMs, ms }) => {
      if (isOpen) {
        wellMs = isWell ? wellMs + ms : Math.max(0, wellMs - forgiveness * ms)
        if (wellMs < clearSeconds * 1000) return undefined
        isOpen = false
        ;[badMs, wellMs, badSinceMs] = [0, 0, undefined]
        return 'closes'
      }
      badMs = isBad ? badMs + ms : Math.max(0, badMs - forgiveness * ms)
      if (isBad) badSinceMs ??= fromMs
      else if (badMs === 0) badSinceMs = undefined
      if (badMs < holdSeconds * 1000) return undefined
      isOpen = true
      wellMs = 0
      return 'opens'
    },
    get badSinceMs() {
      return badSinceMs
    },
    get isOpen() {
      return isOpen
    },
    forget: () => {
      isOpen = false
      ;[badMs, wellMs, badSinceMs] = [0, 0, undefined]
    },
  }
}
