import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Incident } from '../../../shared/domain/incident.ts'
import { planAlerts } from '../../../shared/domain/plan-alerts.ts'
import { planPushes } from '../../../shared/domain/push.ts'
import { Recipient, type Roster } from '../../../shared/domain/roster.ts'

const night = new Date('2026-11-20T01:30:00.000Z')
const incident: Incident = {
  ...{ id: 'fouled-1', site: 'plant-1', device: 'edge-1', camera: 'gate', kind: 'camera', rule: 'camera-covered', label: 'covered' },
  ...{ severity: 'warning', startedAt: night.toISOString(), endedAt: undefined, receivedAt: night.toISOString(), isLate: false },
  ...{ phase: 'open', state: 'new', verdict: undefined, snapshot: undefined, recordings: [], traceparent: undefined },
  model: { name: 'camera-health', version: '1', digest: 'a'.repeat(64) },
  peak: {
    at: night.toISOString(),
    ptsMs: 0,
    detection: { label: 'covered', confidence: 1, box: { left: 0, top: 0, width: 1, height: 1 } },
  },
}
const person = (id: string, routes: object[], more = {}) =>
  Recipient.parse({ id, site: 'plant-1', name: id, phone: '+4915112345678', email: `${id}@example.com`, routes, ...more })
const rosterOf = (...recipients: Recipient[]): Roster => ({
  ...{ site: { id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' }, recipients, schedules: [], cameraNames: {} },
})
const tellsAll = [{ severities: ['critical', 'warning', 'info'], channels: ['sms', 'email'] }]
const toldBy = (roster: Roster, one: Incident) =>
  planAlerts(one, roster, night).map(({ recipient, channel, state }) => [recipient, channel, state])

test('where nobody cares for cameras, a covered lens is told by e-mail alone, whatever else the routes allow', () => {
  const roster = rosterOf(person('ada', tellsAll))
  assert.deepEqual(toldBy(roster, incident), [['ada', 'email', 'pending']])
  const { kind: _, ...ofRule } = incident
  assert.deepEqual(
    toldBy(roster, ofRule).map(([, channel]) => channel),
    ['sms', 'email'],
  )
})

test('who has a route for cameras is told over its channels, and nobody else is', () => {
  const ada = person('ada', tellsAll)
  const io = person('io', [{ severities: ['warning'], channels: ['sms'], kinds: ['camera'] }])
  assert.deepEqual(toldBy(rosterOf(ada, io), incident), [['io', 'sms', 'pending']])
  const { kind: _, ...ofRule } = incident
  assert.deepEqual(new Set(toldBy(rosterOf(ada, io), ofRule).map(([who]) => who)), new Set(['ada']))
})

test('quiet hours hold for cameras, also for a route that asks for SMS', () => {
  const quietHours = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '06:00' }]
  const io = person('io', [{ severities: ['warning'], channels: ['sms'], kinds: ['camera'] }], { quietHours })
  assert.deepEqual(toldBy(rosterOf(io), incident), [['io', 'sms', 'suppressed']])
})

test('an alert says what is wrong with the camera in words, and no browser rings', () => {
  const [alert] = planAlerts(incident, rosterOf(person('ada', tellsAll)), night)
  assert.equal(alert?.label, 'covered lens')
  const subscription = {
    ...{ id: 'phone', person: 'ada', endpoint: 'https://fcm.googleapis.com/1', leastSeverity: 'info' as const },
    ...{ roles: ['admin' as const], keys: { p256dh: 'k'.repeat(87), auth: 'a'.repeat(22) } },
  }
  assert.deepEqual(planPushes(incident, { subscriptions: [subscription], people: [], room: 9 }, night), [])
  const { kind: _, ...ofRule } = incident
  assert.equal(planPushes(ofRule, { subscriptions: [subscription], people: [], room: 9 }, night).length, 1)
})
