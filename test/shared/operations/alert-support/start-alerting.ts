import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { startAzurite } from '../../../../local/azurite/start.ts'
import { startCommunication } from '../../../../local/communication/start.ts'
import { type Alert, dueAt, isFinal } from '../../../../shared/domain/alert.ts'
import type { EmailQuota } from '../../../../shared/domain/email-quota.ts'
import type { Incident } from '../../../../shared/domain/incident.ts'
import type { Recipient } from '../../../../shared/domain/roster.ts'
import { dispatchAlert } from '../../../../shared/operations/dispatch-alert.ts'
import { type NetworkFault, startFaultProxy } from '../../../harness/fault-proxy.ts'
import { readOutbox } from '../../../local/communication/read-outbox.ts'
import { createAlertPorts } from './alert-ports.ts'

export interface Message {
  readonly kind: 'sms' | 'email'
  readonly at: string
  readonly to: string
  /** The text of an SMS, the subject of an e-mail. */
  readonly text: string
  readonly requestId: string
}

/** One storage account for a test file; each test has a site of its own in it. */
export async function startSharedAzurite(after: (close: () => Promise<void>) => void): Promise<string> {
  const azurite = await startAzurite()
  after(azurite.close)
  return azurite.connectionString
}

/** Storage, a provider behind a proxy that can fail, one site with its recipients, and a clock that only the test moves. */
export async function startAlerting(t: TestContext, storage: string, options: { emailQuota?: EmailQuota } = {}) {
  const time = { now: Date.parse('2026-03-02T08:00:00.000Z') }
  const clock = () => new Date(time.now)
  const communication = await startCommunication({ now: clock })
  t.after(communication.close)
  const proxy = await startFaultProxy(communication.url)
  t.after(proxy.close)
  /** Calls that send, with the time by the test's clock. Each takes the next fault; none left = it passes. */
  const calls: { readonly at: number; readonly body: string }[] = []
  const faults: NetworkFault[] = []
  proxy.decide = ({ method, body }) => {
    if (method !== 'POST') return undefined
    calls.push({ at: time.now, body })
    return faults.shift()
  }
  const connections = { storage, communication: communication.connectionString.replace(communication.url, proxy.url) }
  const ports = createAlertPorts(connections, clock, options.emailQuota ?? { perMinute: 100, perHour: 1000 })
  const site = `site-${randomUUID().slice(0, 8)}`
  await ports.rosters.saveSite({ id: site, name: 'Plant North', timeZone: 'Europe/Berlin' })

  async function raise(change: Partial<Incident> = {}): Promise<readonly Alert[]> {
    const incident = createIncident(site, clock(), change)
    const alerts = await ports.planAlerts(incident, clock())
    await ports.incidents.write({ incident, version: undefined, alerts })
    return alerts
  }
  const dispatch = (alert: Alert) => dispatchAlert(ports, { incident: alert.incident, alert: alert.id })
  const find = async (alert: Alert) => (await ports.outbox.find({ incident: alert.incident, alert: alert.id }))!.value

  /** Dispatches whenever the row is due, until it is final. */
  async function finish(alert: Alert): Promise<Alert> {
    for (;;) {
      const row = await find(alert)
      if (isFinal(row)) return row
      time.now = Math.max(time.now, Date.parse(dueAt(row)))
      await dispatch(row)
    }
  }

  async function sent(): Promise<Message[]> {
    const messages = (await readOutbox(communication.url)).reverse()
    return messages.map(({ kind, at, to, message, subject, requestId, id }) => ({
      kind: kind as Message['kind'],
      at: String(at),
      to: kind === 'sms' ? String(to) : (to as { address: string }[])[0]!.address,
      text: String(message ?? subject),
      requestId: String(requestId ?? id),
    }))
  }

  return { time, ports, site, connections, calls, faults, raise, dispatch, find, finish, sent }
}

export type Alerting = Awaited<ReturnType<typeof startAlerting>>

export function createRecipient(site: string, change: Partial<Recipient> = {}): Recipient {
  return {
    id: 'engineer',
    site,
    name: 'Site engineer',
    phone: '+4915550101',
    routes: [{ severities: ['critical', 'warning', 'info'], channels: ['sms'], when: 'always' }],
    quietHours: [],
    enabled: true,
    ...change,
  }
}

export function createIncident(site: string, now: Date, change: Partial<Incident> = {}): Incident {
  const at = now.toISOString()
  return {
    id: randomUUID().replaceAll('-', ''),
    site,
    device: 'device-1',
    camera: 'camera-1',
    rule: 'leak-seen',
    label: 'leak',
    severity: 'warning',
    startedAt: at,
    endedAt: undefined,
    receivedAt: at,
    isLate: false,
    phase: 'open',
    state: 'new',
    verdict: undefined,
    model: { name: 'line', version: '1', digest: 'a'.repeat(64) },
    peak: { at, ptsMs: 0, detection: { label: 'leak', confidence: 0.9, box: { left: 0, top: 0, width: 0.1, height: 0.1 } } },
    snapshot: undefined,
    recordings: [],
    traceparent: undefined,
    ...change,
  }
}
