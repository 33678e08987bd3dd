import { chooseHub } from '../../domain/choose-hub.ts'
import { EmailUse } from '../../domain/email-quota.ts'
import type { Observation } from '../../domain/judge-monitors.ts'
import { quarterOf, sumOf, type Tally } from '../../domain/tally.ts'
import type { Ports, QueueState } from '../../ports.ts'
import { checkAlerts } from '../check-alerts.ts'
import { type Looks, lookAll } from './look-all.ts'

export type ObserveServicePorts = Pick<
  Ports,
  | 'outbox'
  | 'queueStates'
  | 'spill'
  | 'tallies'
  | 'quarantine'
  | 'alertLimits'
  | 'alertSettings'
  | 'deployments'
  | 'hubMessagesPerDay'
  | 'clock'
>

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Fewer failures of a function than this say nothing about it. */
const leastFailures = 5
/** More items are not told apart; the threshold lies far below. */
const mostQuarantined = 100
/** https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling: configurations of a hub of S1 to S3. */
const mostDeployments = 100

/** How the parts that all plants share are doing. */
export function observeService(ports: ObserveServicePorts): Promise<Looks> {
  const queues = ports.queueStates()
  const tallies = ports.tallies.since(quarterOf(new Date(Math.min(midnightOf(ports.clock()), ports.clock().getTime() - hourMs))))
  // Several looks wait for each; who looks first must not be the only one to see it fail.
  for (const shared of [queues, tallies]) shared.catch(() => {})
  return lookAll({
    'alerts-overdue': () => overdueAlerts(ports),
    'queue-age': async () => queueAges(ports, await queues, await tallies),
    'queue-poison': async () => poisoned(await queues),
    'functions-fail': async () => failures(ports, await tallies),
    'quarantine-grows': () => quarantined(ports),
    'hub-quota': async () => hubUse(ports, await tallies),
    'mail-quota': () => mailUse(ports),
    deployments: () => deployed(ports),
  })
}

const midnightOf = (now: Date) => now.getTime() - (now.getTime() % (24 * hourMs))

function later(tallies: readonly Tally[], fromMs: number): readonly Tally[] {
  return tallies.filter(({ from }) => from >= quarterOf(new Date(fromMs)))
}

async function overdueAlerts(ports: ObserveServicePorts): Promise<Observation[]> {
  const { overdue, oldestDueAt } = await checkAlerts(ports)
  const value = oldestDueAt === undefined ? 0 : (ports.clock().getTime() - Date.parse(oldestDueAt)) / minuteMs
  const summary = `${overdue} alerts about incidents are overdue, the oldest for ${Math.round(value)} minutes.`
  return [{ kind: 'alerts-overdue', subject: 'queue/alerts', value, summary, link: '/incidents', sampleSize: overdue }]
}

async function queueAges(
  { spill, clock }: ObserveServicePorts,
  states: readonly QueueState[],
  tallies: readonly Tally[],
): Promise<Observation[]> {
  const now = clock()
  const [spilled] = await spill.list(1)
  const durations = sumOf(later(tallies, now.getTime() - hourMs), 'functions')
  // Alerts wait for their time in their queues, so the rows say how late they are.
  const queues = states.filter(({ name }) => !name.startsWith('alerts'))
  const ages = queues.map(({ name, depth, oldestAt }): Observation => {
    const value = oldestAt === undefined ? 0 : Math.max(0, (now.getTime() - Date.parse(oldestAt)) / minuteMs)
    const { runs = 0, milliseconds = 0 } = durations.get(functionOf[name] ?? '') ?? {}
    const hint = runs === 0 ? `${depth} messages wait; how long one takes is not known.` : instancesFor(depth, milliseconds / runs)
    const summary = `The first message of queue ${name} has waited for ${Math.round(value)} minutes.`
    return { kind: 'queue-age', subject: `queue/${name}`, value, summary, link: '/notices', sampleSize: depth, hint }
  })
  const waiting = 'Events that could not be stored wait to be taken in.'
  return [
    ...ages,
    {
      kind: 'queue-age',
      subject: 'queue/spill',
      value: spilled === undefined ? 0 : undefined,
      ...(spilled !== undefined && { mark: spilled }),
      summary: waiting,
      link: '/notices',
    },
  ]
}

/** Which function empties a queue (functions/index.ts). */
const functionOf: Readonly<Record<string, string>> = { uploads: 'accept-upload', compliance: 'filter-compliance' }

/** Messages that an instance works on at once (host.json: queues.batchSize + newBatchThreshold). */
const atOnce = 24
const emptiedWithinMs = 5 * minuteMs

function instancesFor(depth: number, eachMs: number): string {
  const instances = Math.max(1, Math.ceil((depth * eachMs) / (atOnce * emptiedWithinMs)))
  return `${depth} messages of ${Math.round(eachMs)} ms: ${instances} instance(s) empty the queue within five minutes.`
}

function poisoned(states: readonly QueueState[]): Observation[] {
  return states.map(({ name, poisoned: value }) => ({
    ...{ kind: 'queue-poison', subject: `queue/${name}-poison`, value, link: '/notices' },
    summary: `${value} messages of queue ${name} were given up after their tries.`,
  }))
}

function failures({ clock }: ObserveServicePorts, tallies: readonly Tally[]): Observation[] {
  const found = sumOf(later(tallies, clock().getTime() - 15 * minuteMs), 'functions')
  return [...found].map(([name, { runs = 0, failures: failed = 0 }]) => ({
    ...{ kind: 'functions-fail', subject: `function/${name}`, value: failed < leastFailures ? 0 : failed / runs, link: '/notices' },
    ...{ summary: `${failed} of the last ${runs} runs of ${name} failed.`, sampleSize: runs },
  }))
}

async function quarantined({ quarantine, clock }: ObserveServicePorts): Promise<Observation[]> {
  const from = new Date(clock().getTime() - hourMs).toISOString()
  const { items } = await quarantine.list({ limit: mostQuarantined })
  const value = items.filter(({ receivedAt }) => receivedAt >= from).length
  const summary = `${value} messages or uploads were not taken in within the last hour.`
  return [{ kind: 'quarantine-grows', subject: 'container/quarantine', value, summary, link: '/archive' }]
}

/** Of the hub's day, which is UTC's. Only what reached us is counted; twins and methods come on top. */
function hubUse({ hubMessagesPerDay, clock }: ObserveServicePorts, tallies: readonly Tally[]): Observation[] {
  const now = clock()
  const midnight = midnightOf(now)
  const devices = [...sumOf(later(tallies, midnight), 'devices').values()]
  const metered = devices.reduce((sum, { metered = 0 }) => sum + metered, 0)
  const value = metered / hubMessagesPerDay
  // What a whole day comes to, once an hour of it is known.
  const share = Math.max(hourMs, now.getTime() - midnight) / (24 * hourMs)
  const { tier, units } = chooseHub(metered / share, metered / share / 86_400, 0)
  const hint = `${Math.round(metered / share)} messages a day at this rate: ${units} unit(s) of ${tier} take them.`
  const summary = `${Math.round(value * 100)} % of the messages of IoT Hub for today are used up.`
  return [{ kind: 'hub-quota', subject: 'quota/iot-hub', value, summary, link: '/fleet', sampleSize: metered, hint }]
}

async function mailUse({ alertLimits, alertSettings, clock }: ObserveServicePorts): Promise<Observation[]> {
  const stored = await alertLimits.read('all-sites', 'email-quota')
  const use = stored === undefined ? [] : EmailUse.parse(JSON.parse(stored.value))
  const sent = use.filter(([at]) => at > clock().getTime() - hourMs).length
  const value = sent / alertSettings.emailQuota.perHour
  const summary = `${sent} of ${alertSettings.emailQuota.perHour} e-mails of this hour are used up.`
  return [{ kind: 'mail-quota', subject: 'quota/e-mail', value, summary, link: '/settings', sampleSize: sent }]
}

async function deployed({ deployments }: ObserveServicePorts): Promise<Observation[]> {
  const count = (await deployments.list()).length
  const summary = `IoT Hub holds ${count} of at most ${mostDeployments} deployments.`
  return [{ kind: 'deployments', subject: 'quota/deployments', value: count / mostDeployments, summary, link: '/fleet', sampleSize: count }]
}
