import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'

export interface Estimate {
  readonly right: number
  readonly count: number
  readonly share?: number | undefined
  readonly low: number
  readonly high: number
}

/** A share with its interval and how many it rests on, in words. */
export function useEstimate(): (estimate: Estimate) => { readonly share: string; readonly interval: string; readonly of: string } {
  const text = useText().quality
  const { number, percent } = useFormat()
  return ({ right, count, share, low, high }) => ({
    share: share === undefined ? '–' : percent(share),
    interval: count === 0 ? '–' : text.interval(percent(low), percent(high)),
    of: text.ofCount(number(right), number(count)),
  })
}
