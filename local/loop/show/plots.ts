import type { Row } from '../play-turn.ts'
import type { Alarms } from '../stays.ts'
import { escapeHtml } from './escape-html.ts'

const [before, after, real] = ['#b5462f', '#0b6bcb', '#7a8794']
const hourly = ({ falseAlarms, seconds }: Alarms) => Math.round((falseAlarms / seconds) * 3600)

/** A pair of bars for each film. */
export function barChart(rows: readonly Row[]): string {
  const bars = rows.flatMap((row) => [
    ...(row.before === undefined ? [] : [{ name: row.name, value: hourly(row.before.alarms), colour: before, who: 'before' }]),
    { name: row.name, value: hourly(row.after.alarms), colour: after, who: 'after' },
  ])
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const drawn = bars.map(({ name, value, colour, who }, index) => {
    const width = (value / most) * 600
    const y = index * 26
    return `<text x="0" y="${y + 16}" font-size="13">${escapeHtml(`${name}, ${who}`)}</text><rect x="190" y="${y + 3}" width="${Math.max(1, width)}" height="18" fill="${colour}"/><text x="${198 + width}" y="${y + 17}" font-size="13">${value}</text>`
  })
  return `<svg viewBox="0 0 860 ${bars.length * 26 + 4}" role="img">${drawn.join('')}</svg>`
}

/** Real stays as a band, below it the moments at which each model raised an alarm. */
export function timePlot({ before: was, after: is }: Row): string {
  const width = 760
  const x = (seconds: number) => 90 + (seconds / is.alarms.seconds) * width
  const stays = is.stays.map(
    ({ from, to }) => `<rect x="${x(from)}" y="6" width="${Math.max(2, x(to) - x(from))}" height="16" fill="${real}"/>`,
  )
  const marks = (times: readonly number[], y: number, colour: string) =>
    times.map((at) => `<path d="M${x(at)} ${y}l-6 12h12z" fill="${colour}"/>`).join('')
  const name = (text: string, y: number) => `<text x="0" y="${y}" font-size="13">${text}</text>`
  const line = (y: number) => `<path d="M90 ${y}h${width}" stroke="#dde1e6"/>`
  return `<svg viewBox="0 0 860 90" role="img">${name('real', 19)}${stays.join('')}${name('before', 45)}${line(48)}${marks(was?.openedAt ?? [], 34, before)}${name('after', 73)}${line(76)}${marks(is.openedAt, 62, after)}</svg>`
}
