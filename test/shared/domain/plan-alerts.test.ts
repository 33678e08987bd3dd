import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planAlerts } from '../../../shared/domain/plan-alerts.ts'
import { maxRecipients, Recipient, type Roster, type Schedule } from '../../../shared/domain/roster.ts'
import { createIncident, createRecipient } from '../operations/alert-support/start-alerting.ts'

/** A Monday, 09:00 in Berlin. */
const now = new Date('2026-03-02T08:00:00.000Z')
const all = ['critical' as const, 'warning' as const, 'info' as const]

test('the same incident gives the same ids, and each recipient and channel one of its own', () => {
  const routes = [{ severities: all, channels: ['sms' as const, 'email' as const], when: 'always' as const }]
  const roster = createRoster([
    createRecipient('plant', { email: 'a@example.com', routes }),
    createRecipient('plant', { id: 'other', email: 'b@example.com', routes }),
  ])
  const incident = createIncident('plant', now)
  const ids = planAlerts(incident, roster, now).map(({ id }) => id)
  assert.equal(new Set(ids).size, 4)
  assert.deepEqual(
    planAlerts(incident, roster, new Date(now.getTime() + 60_000)).map(({ id }) => id),
    ids,
  )
  assert.ok(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)))
})

test('severity, camera and being enabled decide who is told', () => {
  const recipients = [
    createRecipient('plant', { id: 'all' }),
    createRecipient('plant', { id: 'critical-only', routes: [{ severities: ['critical'], channels: ['sms'], when: 'always' }] }),
    createRecipient('plant', {
      id: 'other-camera',
      routes: [{ severities: all, channels: ['sms'], when: 'always', cameras: ['camera-9'] }],
    }),
    createRecipient('plant', { id: 'disabled', enabled: false }),
  ]
  assert.deepEqual(told(planAlerts(createIncident('plant', now), createRoster(recipients), now)), ['all'])
})

test('quiet hours hold back everything but what is critical', () => {
  const quietHours = [{ days: ['mon' as const], from: '08:00', to: '10:00' }]
  const roster = createRoster([createRecipient('plant', { quietHours })])
  assert.deepEqual(reasons(planAlerts(createIncident('plant', now), roster, now)), ['quiet-hours'])
  assert.deepEqual(told(planAlerts(createIncident('plant', now, { severity: 'critical' }), roster, now)), ['engineer'])
})

test('a critical incident in a shift that nobody has goes to all who asked for critical ones', () => {
  const routes = [{ severities: all, channels: ['sms' as const], when: 'on-call' as const }]
  const roster = createRoster([createRecipient('plant', { id: 'a', routes }), createRecipient('plant', { id: 'b', routes })])
  assert.deepEqual(reasons(planAlerts(createIncident('plant', now), roster, now)), ['off-shift', 'off-shift'])
  assert.deepEqual(told(planAlerts(createIncident('plant', now, { severity: 'critical' }), roster, now)), ['a', 'b'])
})

test('of two routes to one phone the one that is open counts', () => {
  const routes = [
    { severities: all, channels: ['sms' as const], when: 'on-call' as const },
    { severities: all, channels: ['sms' as const], when: 'always' as const, escalateAfterMinutes: 10 },
  ]
  const schedules = (onCall: string) => [
    { id: 'week', site: 'plant', name: 'Week', shifts: [{ days: ['mon' as const], from: '06:00', to: '14:00', onCall: [onCall] }] },
  ]
  const incident = createIncident('plant', now)
  const [onShift] = planAlerts(incident, createRoster([createRecipient('plant', { routes })], schedules('engineer')), now)
  assert.deepEqual([onShift?.isEscalation, onShift?.nextAttemptAt], [false, '2026-03-02T08:00:00.000Z'])
  const [offShift] = planAlerts(incident, createRoster([createRecipient('plant', { routes })], schedules('somebody')), now)
  assert.deepEqual([offShift?.isEscalation, offShift?.nextAttemptAt], [true, '2026-03-02T08:10:00.000Z'])
})

test('a late incident leads to e-mails that are only counted, and to no SMS', () => {
  const routes = [{ severities: all, channels: ['sms' as const, 'email' as const], when: 'on-call' as const }]
  const roster = createRoster([createRecipient('plant', { email: 'a@example.com', routes })])
  const alerts = planAlerts(createIncident('plant', now, { isLate: true, severity: 'critical' }), roster, now)
  assert.deepEqual(
    alerts.map(({ channel, kind, state }) => [channel, kind, state]),
    [
      ['sms', 'late', 'suppressed'],
      ['email', 'late', 'pending'],
    ],
  )
})

test('the alerts of the most recipients that a site may have fit into one transaction with the incident', () => {
  const routes = [{ severities: all, channels: ['sms' as const, 'email' as const], when: 'always' as const }]
  const recipients = Array.from({ length: maxRecipients }, (_, index) =>
    createRecipient('plant', { id: `r-${index}`, email: 'a@example.com', routes }),
  )
  assert.ok(planAlerts(createIncident('plant', now), createRoster(recipients), now).length <= 98)
})

test('a recipient without the number or address that a route needs is refused', () => {
  const { phone: _, ...withoutPhone } = createRecipient('plant')
  const result = Recipient.safeParse(withoutPhone)
  assert.deepEqual(
    result.error?.issues.map(({ path, message }) => [path, message]),
    [[['phone'], 'is needed for alerts by SMS']],
  )
})

function createRoster(recipients: readonly Recipient[], schedules: readonly Schedule[] = []): Roster {
  return { site: { id: 'plant', name: 'Plant', timeZone: 'Europe/Berlin' }, recipients, schedules, cameraNames: {} }
}

function told(alerts: ReturnType<typeof planAlerts>): string[] {
  return alerts.filter(({ state }) => state === 'pending').map(({ recipient }) => recipient)
}

function reasons(alerts: ReturnType<typeof planAlerts>): (string | undefined)[] {
  return alerts.map(({ reason }) => reason)
}
