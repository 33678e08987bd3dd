import type { Text } from '../../text/text.ts'
import type { Format } from '../../text/use-format.ts'
import { dayWords } from '../../time/day-words.ts'
import type { Approval } from './approval-state.ts'

export type Plan = Approval['planNow']['policy']

/** What a plan means for the devices, a sentence a rule. */
export function planWords(plan: Plan, words: Text['approvals'], { percent, duration }: Format, language: string): string[] {
  const { bakeSeconds, takeSeconds, leastWell, mostFailed, crashLoop, windows, waitsForIncidents, carrier, automatic } = plan
  const times = windows.map(({ days, from, to }) => `${dayWords(days, language)} ${from}–${to}`).join('; ')
  return [
    words.carrier[carrier],
    windows.length === 0 ? words.anyTime : words.windows(times),
    waitsForIncidents ? words.sparesIncidents : words.noSparing,
    words.takes(duration(takeSeconds)),
    bakeSeconds > 0 ? words.bake(duration(bakeSeconds)) : words.noBake,
    automatic ? words.goesOn(percent(leastWell)) : words.asksOn(percent(leastWell)),
    words.halts(percent(mostFailed), crashLoop),
  ]
}
