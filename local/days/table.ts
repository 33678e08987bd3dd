import type { Notice } from './notice.ts'
import { befallWords, daySeconds, hourSeconds } from './plant.ts'
import type { Outcome, PlayedDays } from './play-days.ts'

/** On the undisturbed days, over all monitors. */
const mostFalse = 1
const leastHolding = 0.8

const header = ['what befalls', 'who promises', 'within', 'noticed by', 'after', 'in time']
const speakers = { camera: "camera's health", drift: 'drift', insights: 'insights', devices: 'devices' } as const

export const isInTime = ({ after, withinSeconds }: Outcome): boolean => after !== undefined && after <= withinSeconds

/** What was promised and did not happen, a sentence each. */
export function brokenPromises({ outcomes, falseNotices, batch, told }: PlayedDays): string[] {
  const late = outcomes.filter((outcome) => !isInTime(outcome))
  return [
    ...late.map(({ befall, by, withinSeconds }) => `${befallWords[befall]}: ${speakers[by]} said nothing within ${span(withinSeconds)}.`),
    ...(falseNotices.length > mostFalse ? [`${falseNotices.length} false notices; ${mostFalse} at most is promised.`] : []),
    ...(told.has('bottles') && (batch === undefined || batch.frames === 0 || batch.holding < leastHolding * batch.frames)
      ? [`The review batch of the new bottle holds it in fewer than ${100 * leastHolding} % of its frames.`]
      : []),
  ]
}

/** All that was seen, for a terminal. @param days Undisturbed days that were judged */
export function daysTable(played: PlayedDays, days: number): string {
  const { outcomes, told, falseNotices, batch, onset } = played
  const rows = outcomes.map((outcome) => {
    const { befall, by, monitors, withinSeconds, notice, after } = outcome
    const promising = `${speakers[by]}: ${monitors.length > 2 ? 'picture levels' : monitors.join(', ')}`
    const noticed = [notice?.monitor ?? '-', after === undefined ? '-' : span(after)]
    return [befallWords[befall], promising, span(withinSeconds), ...noticed, isInTime(outcome) ? 'yes' : 'NO']
  })
  const others = [...told].map(([befall, notices]) => {
    const words = notices.map((notice) => `${nameOf(notice)} ${span(notice.at - onset)}`)
    return `  ${befallWords[befall]}: ${words.join(', ') || 'nothing'}`
  })
  return [
    ...aligned([header, ...rows]),
    '',
    'All that was told, and how long after it began:',
    ...others,
    '',
    `False notices on ${days} undisturbed days, over all monitors: ${falseNotices.length} (promised: ${mostFalse} at most)`,
    ...falseNotices.map(
      (notice) => `  day ${Math.floor(notice.at / daySeconds) + 1}, ${span(notice.at % daySeconds)} after midnight: ${nameOf(notice)}`,
    ),
    ...(batch === undefined ? [] : [batchLine(batch)]),
  ].join('\n')
}

function batchLine({ monitor, frames, holding }: NonNullable<PlayedDays['batch']>): string {
  const share = frames === 0 ? 0 : Math.round((100 * holding) / frames)
  return `Review batch of the new bottle (${monitor}): ${holding} of ${frames} frames show it, ${share} % (promised: ${100 * leastHolding} % at least)`
}

const nameOf = ({ by, monitor }: Notice) => `${speakers[by]} ${monitor}`

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
}

function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  return seconds < 2 * hourSeconds ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / hourSeconds).toFixed(1)} h`
}
