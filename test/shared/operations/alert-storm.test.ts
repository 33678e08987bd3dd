import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Alert, dueAt, isFinal } from '../../../shared/domain/alert.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import { admitAlert } from '../../../shared/operations/admit-alert.ts'
import { dispatchAlert } from '../../../shared/operations/dispatch-alert.ts'
import { createAlertPorts } from './alert-support/alert-ports.ts'
import { type Alerting, createRecipient, startAlerting, startSharedAzurite } from './alert-support/start-alerting.ts'

const storage = await startSharedAzurite(after)
const second = 1000
const minute = 60 * second
const smsRoute = { severities: ['critical' as const, 'warning' as const], channels: ['sms' as const], when: 'always' as const }
const bothRoute = { ...smsRoute, channels: ['sms' as const, 'email' as const] }

test('one cause that is seen six times within the cooldown is one SMS at once and one that counts the rest', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { routes: [smsRoute] }))
  const alerts: Alert[] = []
  for (let seen = 0; seen < 6; seen++) {
    alerts.push(...(await raiseAndDispatch(alerting)))
    alerting.time.now += 10 * second
  }
  const [, ...held] = await Promise.all(alerts.map(({ incident }) => alerting.ports.incidents.alerts(incident)))
  assert.deepEqual(
    held.map((rows) => rows.find(({ kind }) => kind === 'incident')?.reason),
    Array(5).fill('cooldown'),
  )
  await runUntil(alerting, alerting.time.now + 20 * minute)
  assert.deepEqual(
    (await alerting.sent()).map(({ at, text }) => [at, text.split(' http')[0]]),
    [
      ['2026-03-02T08:00:00.000Z', 'WARNING leak: camera-1, Plant North, 2 Mar 09:00:00'],
      ['2026-03-02T08:05:00.000Z', 'WARNING 5 more leak: camera-1, Plant North, since 2 Mar 09:00:10'],
    ],
  )
})

test('after the cooldown the same cause raises an alert at once again', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { routes: [smsRoute] }))
  await raiseAndDispatch(alerting)
  alerting.time.now += 5 * minute
  await raiseAndDispatch(alerting)
  assert.equal((await alerting.sent()).length, 2)
})

test('another camera, another label and a more urgent incident of the same cause are not held', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { routes: [smsRoute] }))
  for (const change of [
    {},
    { camera: 'camera-2' },
    { label: 'hand' },
    { severity: 'critical' as const },
    { severity: 'critical' as const },
  ]) {
    await raiseAndDispatch(alerting, change)
  }
  assert.deepEqual(
    (await alerting.sent()).map(({ text }) => text.split(',')[0]),
    ['WARNING leak: camera-1', 'WARNING leak: camera-2', 'WARNING hand: camera-1', 'CRITICAL leak: camera-1'],
  )
})

test('an alert that is dispatched again after a crash is counted once', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { routes: [smsRoute] }))
  await raiseAndDispatch(alerting)
  const [held] = await alerting.raise()
  // Admission was asked, then the dispatcher died before it could write the row.
  assert.deepEqual(await admitAlert(alerting.ports, held!), { decision: 'suppress', reason: 'cooldown' })
  await alerting.dispatch(held!)
  await runUntil(alerting, alerting.time.now + 6 * minute)
  assert.match((await alerting.sent())[1]!.text, /^WARNING 1 more leak/)
})

test('two instances that dispatch the same cause at the same time let one alert through and count the rest together', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { routes: [smsRoute] }))
  const { connections, ports } = alerting
  const other = createAlertPorts(connections, ports.clock, ports.alertSettings.emailQuota)
  const alerts = (await Promise.all(Array.from({ length: 8 }, () => alerting.raise()))).flat()
  await Promise.all(alerts.map(({ incident, id }, index) => dispatchAlert(index % 2 === 0 ? ports : other, { incident, alert: id })))
  assert.equal((await alerting.sent()).length, 1)
  await runUntil(alerting, alerting.time.now + 6 * minute)
  assert.match((await alerting.sent())[1]!.text, /^WARNING 7 more leak/)
})

test('in a storm each camera and label gets one SMS at once, then at most one in five minutes, and the counts add up', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { routes: [smsRoute] }))
  const causes = ['camera-1', 'camera-2', 'camera-3', 'camera-4'].flatMap((camera) =>
    ['leak', 'hand', 'cap'].map((label) => ({ camera, label })),
  )
  const rounds = 8
  for (let round = 0; round < rounds; round++) {
    await Promise.all(causes.map((cause) => raiseAndDispatch(alerting, cause)))
    alerting.time.now += 6 * second
  }
  await runUntil(alerting, alerting.time.now + 30 * minute)
  const sent = await alerting.sent()
  for (const { camera, label } of causes) {
    const messages = sent.filter(({ text }) => text.includes(`${label}: ${camera},`))
    assert.equal(messages.length, 2)
    assert.equal(messages[0]!.at, '2026-03-02T08:00:00.000Z')
    assert.equal(messages[1]!.at, '2026-03-02T08:05:00.000Z')
    assert.match(messages[1]!.text, new RegExp(`${rounds - 1} more`))
  }
})

test('e-mails stay inside the quota, critical ones find room in it, and one digest tells of what was left out', async (t) => {
  const alerting = await startAlerting(t, storage, { emailQuota: { perMinute: 5, perHour: 10 } })
  const { ports, site } = alerting
  await ports.rosters.saveRecipient(createRecipient(site, { email: 'engineer@example.com', routes: [bothRoute] }))
  for (let camera = 1; camera <= 20; camera++) await raiseAndDispatch(alerting, { camera: `camera-${camera}` })
  await raiseAndDispatch(alerting, { camera: 'camera-21', severity: 'critical' })
  await runUntil(alerting, alerting.time.now + 90 * minute)
  const sent = await alerting.sent()
  assert.equal(sent.filter(({ kind }) => kind === 'sms').length, 21)
  const emails = sent.filter(({ kind }) => kind === 'email')
  assert.deepEqual(
    emails.map(({ text }) => /^\[(\w+)\] (\d* ?\w+)/.exec(text)?.slice(1, 3).join(' ')),
    [...Array(4).fill('WARNING leak'), 'CRITICAL leak', 'WARNING 16 more'],
  )
  for (const { at } of emails) {
    const inMinute = emails.filter((other) => Math.abs(Date.parse(other.at) - Date.parse(at)) < minute)
    assert.ok(inMinute.length <= 5)
  }
})

test('late incidents wake nobody: one digest e-mail for each camera and hour says how many', async (t) => {
  const alerting = await startAlerting(t, storage)
  const { ports, site } = alerting
  await ports.rosters.saveRecipient(createRecipient(site, { email: 'engineer@example.com', routes: [bothRoute] }))
  for (const camera of ['camera-1', 'camera-2', 'camera-1', 'camera-1']) {
    await raiseAndDispatch(alerting, { camera, isLate: true, startedAt: '2026-03-01T20:00:00.000Z', severity: 'critical' })
    alerting.time.now += 10 * minute
  }
  await runUntil(alerting, alerting.time.now + 2 * 60 * minute)
  const sent = await alerting.sent()
  assert.deepEqual(sent.map(({ kind, text }) => [kind, text.split(',')[0]]).sort(), [
    ['email', '[CRITICAL] 1 late incident at camera-2'],
    ['email', '[CRITICAL] 3 late incidents at camera-1'],
  ])
  assert.ok(sent.every(({ at }) => Date.parse(at) >= Date.parse('2026-03-02T09:00:00.000Z')))
})

test('quiet hours and being off shift stand in the rows as the reason', async (t) => {
  const alerting = await startAlerting(t, storage)
  const { ports, site } = alerting
  // Monday, 09:00 in Berlin.
  await ports.rosters.saveRecipient(
    createRecipient(site, { id: 'asleep', routes: [smsRoute], quietHours: [{ days: ['mon'], from: '08:00', to: '10:00' }] }),
  )
  await ports.rosters.saveRecipient(createRecipient(site, { id: 'off', phone: '+4915550102', routes: [{ ...smsRoute, when: 'on-call' }] }))
  await ports.rosters.saveRecipient(createRecipient(site, { id: 'on', phone: '+4915550103', routes: [{ ...smsRoute, when: 'on-call' }] }))
  const shifts = [{ days: ['mon' as const], from: '06:00', to: '14:00', onCall: ['on'] }]
  await ports.rosters.saveSchedule({ id: 'week', site, name: 'Week', shifts })
  const [row] = await raiseAndDispatch(alerting)
  const alerts = await ports.incidents.alerts(row!.incident)
  assert.deepEqual(alerts.map(({ recipient, state, reason }) => [recipient, state, reason]).sort(), [
    ['asleep', 'suppressed', 'quiet-hours'],
    ['off', 'suppressed', 'off-shift'],
    ['on', 'done', undefined],
  ])
})

async function raiseAndDispatch(alerting: Alerting, change: Partial<Incident> = {}): Promise<readonly Alert[]> {
  const alerts = await alerting.raise(change)
  await Promise.all(alerts.filter((alert) => !isFinal(alert)).map(alerting.dispatch))
  return alerts
}

/** Moves the clock from one due time to the next, as the queue would wake a dispatcher. */
async function runUntil(alerting: Alerting, endMs: number): Promise<void> {
  for (;;) {
    const open = await openAlerts(alerting)
    const next = open.map(dueAt).sort()[0]
    if (next === undefined || Date.parse(next) > endMs) break
    alerting.time.now = Math.max(alerting.time.now, Date.parse(next))
    await Promise.all(open.filter((alert) => dueAt(alert) <= new Date(alerting.time.now).toISOString()).map(alerting.dispatch))
  }
  alerting.time.now = endMs
}

async function openAlerts({ ports, site }: Alerting): Promise<Alert[]> {
  const pending = await ports.outbox.pending(1_000)
  const alerts = await Promise.all(pending.map(async (reference) => (await ports.outbox.find(reference))?.value))
  return alerts.filter((alert) => alert !== undefined).filter((alert) => alert.site === site && !isFinal(alert))
}
