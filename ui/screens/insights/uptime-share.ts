import type { Insights } from './tally.ts'

export type Minutes = Insights['uptime'][number]['total']

/** Share of the time in which a camera should have been there and was; undefined where it was switched off all the time. */
export function uptimeShare({ live, down, silent }: Minutes): number | undefined {
  const expected = live + down + silent
  return expected === 0 ? undefined : live / expected
}

export function addMinutes(all: readonly Minutes[]): Minutes {
  const sum = (state: keyof Minutes) => all.reduce((total, minutes) => total + minutes[state], 0)
  return { live: sum('live'), down: sum('down'), disabled: sum('disabled'), silent: sum('silent') }
}
