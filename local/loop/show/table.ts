import type { Measurement } from '../measure.ts'
import type { Row, Turn } from '../play-turn.ts'
import type { Alarms } from '../stays.ts'

export interface LoopFacts {
  readonly turn: Turn
  /** The whole run, films and start included. */
  readonly minutes: number
}

const header = ['unseen part', 'model', 'false alarms/h', 'hands found', 'recall hand', 'F1 bottle', 'F1 hand', 'F1 at IoU 0.5']

/** One line for each film and model, aligned for a terminal. */
export function table(rows: readonly Row[]): string {
  const lines = [header, ...rowsOf(rows)]
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`).join('\n')
}

/** Cells under `header`. */
export function rowsOf(rows: readonly Row[]): string[][] {
  return rows.flatMap(({ name, before, after }) => [
    ...(before === undefined ? [] : [cells(name, 'before', before)]),
    cells(before === undefined ? name : '', 'after', after),
  ])
}

export { header }

function cells(name: string, model: string, { alarms, labels }: Measurement): string[] {
  const score = (label: string) => labels.find((one) => one.label === label)
  const strict = labels.map(({ label, f1Strict }) => `${label} ${f1Strict.toFixed(3)}`).join(', ')
  const f1 = (label: string) => score(label)?.f1.toFixed(3) ?? '–'
  const recall = score('hand')?.recall.toFixed(3) ?? '–'
  return [name, model, perHour(alarms), `${alarms.found} of ${alarms.stays}`, recall, f1('bottle'), f1('hand'), strict]
}

export function perHour({ falseAlarms, seconds }: Alarms): string {
  return `${Math.round((falseAlarms / seconds) * 3600)} (${falseAlarms} in ${Math.round(seconds)} s)`
}

/** What changed on a film, or on several together. */
function changeOf(name: string, was: Alarms, is: Alarms): string {
  const fall =
    was.falseAlarms === 0 ? `${is.falseAlarms} as before` : `down by ${Math.round(100 * (1 - is.falseAlarms / was.falseAlarms))} %`
  const alarms = was.falseAlarms === 0 && is.falseAlarms > 0 ? `up from none to ${is.falseAlarms}` : fall
  return `${name}: false alarms ${alarms}; hands found ${was.found} of ${was.stays} before, ${is.found} of ${is.stays} after.`
}

/** Nothing where there was no model before. */
function changes(rows: readonly Row[]): string[] {
  const compared = rows.flatMap(({ name, before, after }) => (before === undefined ? [] : [{ name, was: before.alarms, is: after.alarms }]))
  if (compared.length === 0) return []
  const [was, is] = [sumOf(compared.map((one) => one.was)), sumOf(compared.map((one) => one.is))]
  return [...compared.map((one) => changeOf(one.name, one.was, one.is)), changeOf('All of it together', was, is)]
}

function sumOf(parts: readonly Alarms[]): Alarms {
  const total = (of: keyof Alarms) => parts.reduce((sum, part) => sum + part[of], 0)
  return { seconds: total('seconds'), stays: total('stays'), found: total('found'), falseAlarms: total('falseAlarms') }
}

/** The sentences under the table: what was taught, how long it took, and whether it was enough. */
export function summary({ turn, minutes }: LoopFacts): string {
  const { weak, verdicts, labelled, dataset, onDevice, teachingMinutes, approvalSeconds, model } = turn
  const taught = [
    `${verdicts.confirmed + verdicts.rejected} verdicts`,
    `${verdicts.reported} reports of missed objects`,
    `${labelled} labelled frames`,
  ]
  return [
    weak === undefined
      ? 'Began without any model.'
      : `Began with a weak model: ${weak.frames} frames of the first ${weak.seconds} s, as filmed, ${weak.steps} steps.`,
    `Taught by ${taught.join(', ')} (dataset ${dataset}); the new model is ${model.name} ${model.version}.`,
    `From the first ${weak === undefined ? 'label' : 'verdict'} to the new model on the device: ${teachingMinutes.toFixed(1)} minutes; from the yes: ${approvalSeconds.toFixed(0)} s.`,
    ...changes(turn.rows),
    ...(onDevice === undefined
      ? []
      : [
          `On the device itself, in changing light: false alarms ${perHour(onDevice)}, ${onDevice.found} of ${onDevice.stays} hands found.`,
        ]),
    `The whole run took ${minutes.toFixed(1)} minutes.`,
  ].join('\n')
}
