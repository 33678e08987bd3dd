// npm run capacity -- --cameras 40 [--fps 5 --batch 2 --objects 3 --incidents 20 --kbps 1500 --raw-hours 72 --archive-days 365 --recipients 2] [--prices FILE]
// What a plant needs of each service, and with a table of prices what that costs a month (docs/cost.md).
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Capacity, planCapacity } from './plan-capacity.ts'

const numberOf = (name: string, value: string | undefined): number => {
  const number = Number(value)
  if (!Number.isFinite(number) || number < 0) throw new Error(`--${name}: expected a number that is not negative, found ${value}.`)
  return number
}
const defaults = {
  cameras: '10',
  fps: '5',
  batch: '2',
  objects: '3',
  incidents: '20',
  kbps: '1500',
  'raw-hours': '72',
  'archive-days': '365',
  recipients: '2',
}
const options = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, { type: 'string' as const, default: value }]))
const { values } = parseArgs({ options: { ...options, prices: { type: 'string' } } })
const given = values as Record<string, string | undefined>
const at = (name: keyof typeof defaults) => numberOf(name, given[name])
const capacity = planCapacity({
  cameras: at('cameras'),
  framesPerSecond: at('fps'),
  batchSeconds: Math.max(0.1, at('batch')),
  objects: at('objects'),
  incidents: at('incidents'),
  kilobitsPerSecond: at('kbps'),
  rawHours: at('raw-hours'),
  archiveDays: at('archive-days'),
  recipients: at('recipients'),
})

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const rows: [string, string][] = [
  ['messages a day', `${number.format(capacity.messagesPerDay)} (${number.format(capacity.meteredPerDay)} as the hub counts them)`],
  ['IoT Hub', `${capacity.hub.units} × ${capacity.hub.tier}`],
  ['event stream', `${capacity.eventUnits} throughput unit(s)`],
  ['tables', `${number.format(capacity.tableRowsPerDay)} rows and ${number.format(capacity.tableGigabytesPerDay)} GB a day`],
  ['raw video', `${number.format(capacity.rawGigabytes)} GB kept`],
  ['archive', `${number.format(capacity.archiveGigabytes)} GB at its full length`],
  ['uploads', `${number.format(capacity.uploadsPerMinute)} a minute`],
  ['SMS', `${number.format(capacity.smsPerDay)} a day at most; one cause is one SMS in five minutes`],
]
for (const [name, what] of rows) console.log(`${name.padEnd(16)}${what}`)
for (const warning of capacity.warnings) console.log(`! ${warning}`)
if (given['prices'] !== undefined) printCost(capacity, JSON.parse(readFileSync(given['prices'], 'utf8')))

/** A price each, in the currency of the table, with the day on which somebody looked them up. */
interface Prices {
  readonly currency: string
  readonly lookedUp: string
  readonly hubUnitMonth: Record<'S1' | 'S2' | 'S3', number>
  readonly eventUnitMonth: number
  readonly tableGigabyteMonth: number
  readonly hotGigabyteMonth: number
  readonly coolGigabyteMonth: number
  readonly smsEach: number
  /** App, workspace, registry, vault, logs: what costs the same however many cameras there are. */
  readonly fixedMonth: number
}

function printCost({ hub, eventUnits, tableGigabytesPerDay, rawGigabytes, archiveGigabytes, smsPerDay }: Capacity, prices: Prices): void {
  // Inferences are kept for 60 days on average when nobody says otherwise.
  const tables = tableGigabytesPerDay * 60 * prices.tableGigabyteMonth
  const parts: [string, number][] = [
    ['IoT Hub', hub.units * prices.hubUnitMonth[hub.tier]],
    ['event stream', eventUnits * prices.eventUnitMonth],
    ['tables', tables],
    ['raw video', rawGigabytes * prices.hotGigabyteMonth],
    ['archive', archiveGigabytes * prices.coolGigabyteMonth],
    ['SMS', smsPerDay * 30 * prices.smsEach],
    ['the rest', prices.fixedMonth],
  ]
  console.log(`\nA month, in ${prices.currency}, at prices of ${prices.lookedUp}:`)
  for (const [name, amount] of parts) console.log(`${name.padEnd(16)}${number.format(amount)}`)
  console.log(`${'together'.padEnd(16)}${number.format(parts.reduce((sum, [, amount]) => sum + amount, 0))}`)
}
