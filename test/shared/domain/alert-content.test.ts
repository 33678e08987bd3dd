import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Alert, AlertKind, RouteChannel } from '../../../shared/domain/alert.ts'
import { alertContent } from '../../../shared/domain/alert-content.ts'
import { planAlerts } from '../../../shared/domain/plan-alerts.ts'
import type { Roster } from '../../../shared/domain/roster.ts'
import { smsSegments } from '../../../shared/domain/sms-segments.ts'
import { createIncident, createRecipient } from '../operations/alert-support/start-alerting.ts'

const publicUrl = 'https://sightloop.example.com'
const kinds: readonly AlertKind[] = ['incident', 'late', 'cause-digest', 'late-digest', 'site-digest']

test('an SMS says how bad, what, where, when by the clock of the site, and where to look', () => {
  const { text, html } = alertContent(createAlert('sms', {}), createRoster({ site: 'Plant North', camera: 'Line 3 press' }), publicUrl)
  assert.equal(text, `CRITICAL leak: Line 3 press, Plant North, 2 Mar 09:00:00 https://sightloop.example.com/incidents/${'1'.repeat(32)}`)
  assert.equal(html, undefined)
  assert.equal(smsSegments(text), 1)
})

test('an e-mail links to the incident and to the app’s own picture route, and to nothing else', () => {
  const { subject, text, html } = alertContent(createAlert('email', {}), createRoster({ site: 'Plant North', camera: 'Press' }), publicUrl)
  assert.equal(subject, '[CRITICAL] leak at Press, Plant North, 2 Mar 09:00:00')
  const links = [`${publicUrl}/incidents/${'1'.repeat(32)}`, `${publicUrl}/api/incidents/${'1'.repeat(32)}/snapshot`]
  assert.deepEqual([...text.matchAll(/https?:\S+/g)].map(String), links)
  assert.deepEqual(
    [...html!.matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
    links,
  )
})

test('a digest carries its count, and a repeat says that it is one', () => {
  const roster = createRoster({ site: 'Plant North', camera: 'Press' })
  const digest = alertContent(createAlert('sms', { kind: 'cause-digest', count: 12 }), roster, publicUrl)
  assert.match(digest.text, /^CRITICAL 12 more leak: Press, Plant North, since 2 Mar 09:00:00 /)
  const repeat = alertContent(createAlert('email', { isRepeat: true }), roster, publicUrl)
  assert.match(repeat.subject, /^Repeat: /)
  assert.match(repeat.text, /may have reached you before/)
})

const hostile = [
  'Press\r\nBcc: everybody@example.com',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\u202Egnp.exe\u2066press',
  'x'.repeat(10_240),
  '🏭🔥👩🏽‍🏭'.repeat(50),
  '=HYPERLINK("https://evil.example","press")',
  '=?utf-8?B?QmNjOiBldmVyeWJvZHk=?=',
  'Press https://evil.example/login',
  'Press www.evil.example',
  'Press evil．example',
  'Press 203.0.113.7/x',
  'ë\u0301'.repeat(200),
  'Пресс №3, цех «Север»',
  '第三生产线冲压机',
  '\u0000\u001b[31mred',
]

for (const name of hostile) {
  test(`a site, camera and label called ${JSON.stringify(name.slice(0, 40))} add neither line, link nor markup`, () =>
    assertHarmless(name, name, name))
}

test('no name at all adds a line, a link or markup, or makes an SMS longer than two parts', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.webUrl(),
    fc.emailAddress(),
  )
  fc.assert(fc.property(name, name, name, assertHarmless), { seed: 20_261_120, numRuns: 100 })
})

function assertHarmless(site: string, camera: string, label: string): void {
  for (const kind of kinds) {
    const sms = alertContent(createAlert('sms', { kind, label }), createRoster({ site, camera }), publicUrl)
    assert.ok(smsSegments(sms.text) <= 2, `${smsSegments(sms.text)} parts`)
    assertOnlyLinks(sms.text, [`${publicUrl}/incidents/${'1'.repeat(32)}`])
    assert.doesNotMatch(sms.text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)

    const email = alertContent(createAlert('email', { kind, label }), createRoster({ site, camera }), publicUrl)
    assert.ok(email.subject.length <= 150)
    assert.doesNotMatch(email.subject, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|=\?/u)
    assert.doesNotMatch(email.text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    assertOnlyLinks(email.text, [`${publicUrl}/incidents/${'1'.repeat(32)}`, `${publicUrl}/api/incidents/${'1'.repeat(32)}/snapshot`])
    const plain = alertContent(createAlert('email', { kind, label: 'leak' }), createRoster({ site: 'Plant', camera: 'Press' }), publicUrl)
    assert.deepEqual(tags(email.html!), tags(plain.html!))
  }
}

/** Also what a phone takes for a link without being told: a host name, an address of a mailbox or of a machine. */
function assertOnlyLinks(text: string, links: readonly string[]): void {
  let rest = text
  for (const link of links) {
    assert.ok(rest.includes(link))
    rest = rest.replace(link, '')
  }
  assert.doesNotMatch(rest, /:\/\/|[\p{L}\p{N}-][.。．｡]\p{L}|@|\d+\.\d+\.\d+\.\d+/u)
}

function tags(html: string): string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(String)
}

function createAlert(channel: RouteChannel, change: Partial<Alert>): Alert {
  const now = new Date('2026-03-02T08:00:00.000Z')
  const incident = createIncident('plant', now, { id: '1'.repeat(32), severity: 'critical' })
  const routes = [{ severities: ['critical' as const], channels: [channel], when: 'always' as const }]
  const roster = {
    ...createRoster({ site: 'Plant', camera: 'Press' }),
    recipients: [createRecipient('plant', { email: 'engineer@example.com', routes })],
  }
  return { ...planAlerts(incident, roster, now)[0]!, ...change }
}

function createRoster({ site, camera }: { site: string; camera: string }): Roster {
  return {
    site: { id: 'plant', name: site, timeZone: 'Europe/Berlin' },
    recipients: [],
    schedules: [],
    cameraNames: { 'camera-1': camera },
  }
}
