import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { NetworkFault } from '../../harness/fault-proxy.ts'
import { createRecipient, startAlerting, startSharedAzurite } from './alert-support/start-alerting.ts'

const storage = await startSharedAzurite(after)

const passing: readonly { name: string; fault: NetworkFault; leastWaitSeconds: number }[] = [
  { name: '429 without a word on when', fault: { kind: 'reject', status: 429 }, leastWaitSeconds: 5 },
  { name: '429 that asks for 1 second', fault: { kind: 'reject', status: 429, retryAfterSeconds: 1 }, leastWaitSeconds: 1 },
  { name: '429 that asks for 30 seconds', fault: { kind: 'reject', status: 429, retryAfterSeconds: 30 }, leastWaitSeconds: 30 },
  { name: '500', fault: { kind: 'reject', status: 500 }, leastWaitSeconds: 5 },
  { name: '503', fault: { kind: 'reject', status: 503 }, leastWaitSeconds: 5 },
  { name: '408', fault: { kind: 'reject', status: 408 }, leastWaitSeconds: 5 },
  { name: '401, which is ours to repair,', fault: { kind: 'reject', status: 401 }, leastWaitSeconds: 5 },
  { name: 'an answer that breaks off in the middle', fault: { kind: 'truncate-body' }, leastWaitSeconds: 5 },
  {
    name: 'a connection that is reset after the provider has accepted',
    fault: { kind: 'execute-then-fail', how: 'reset' },
    leastWaitSeconds: 5,
  },
  { name: 'a 503 after the provider has accepted', fault: { kind: 'execute-then-fail', how: 503 }, leastWaitSeconds: 5 },
]

for (const channel of ['sms', 'email'] as const) {
  // What the provider says without having done anything means the same on both channels.
  for (const { name, fault, leastWaitSeconds } of channel === 'sms' ? passing : passing.filter((each) => each.fault.kind !== 'reject')) {
    test(`an alert by ${channel} whose first call ends in ${name} is delivered once, under the same id`, async (t) => {
      const alerting = await startAlerting(t, storage)
      const routes = [{ severities: ['warning' as const], channels: [channel], when: 'always' as const }]
      await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { email: 'engineer@example.com', routes }))
      const [alert] = await alerting.raise()
      alerting.faults.push(fault)
      assert.equal((await alerting.finish(alert!)).state, 'done')
      assert.deepEqual(
        (await alerting.sent()).map(({ kind, requestId }) => [kind, requestId]),
        [[channel, alert!.id]],
      )
      const [first, second] = alerting.calls
      assert.ok(second!.at - first!.at >= leastWaitSeconds * 1000)
    })
  }

  test(`a provider of ${channel} that takes the message and then hangs leads to one message`, async (t) => {
    const alerting = await startAlerting(t, storage)
    const routes = [{ severities: ['warning' as const], channels: [channel], when: 'always' as const }]
    await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { email: 'engineer@example.com', routes }))
    const [alert] = await alerting.raise()
    alerting.faults.push({ kind: 'execute-then-fail', how: 'hang' })
    const done = await alerting.finish(alert!)
    assert.equal(done.state, 'done')
    assert.ok(done.attempts > 1)
    assert.equal((await alerting.sent()).length, 1)
  })
}

test('a provider that asks for an hour is given up at once: the other channel is used, and the failure is shown and audited', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { email: 'engineer@example.com' }))
  const [alert] = await alerting.raise()
  alerting.faults.push({ kind: 'reject', status: 429, retryAfterSeconds: 3600 })
  const failed = await alerting.finish(alert!)
  assert.equal(failed.state, 'failed')
  assert.match(failed.reason ?? '', /^429/)
  const alerts = await alerting.ports.incidents.alerts(alert!.incident)
  const fallback = alerts.find(({ isFallback }) => isFallback)
  assert.equal((await alerting.finish(fallback!)).state, 'done')
  assert.deepEqual(
    (await alerting.sent()).map(({ kind }) => kind),
    ['email'],
  )
  const { entries } = await alerting.ports.audit.read({ site: alerting.site, from: 1, limit: 10 })
  assert.deepEqual(
    entries.map(({ action, subject }) => [action, subject]),
    [['alert-failed', `incident/${alert!.incident}`]],
  )
})

test('a provider that fails for a quarter of an hour is given up then, never later, and the other channel is used', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { email: 'engineer@example.com' }))
  const [alert] = await alerting.raise()
  alerting.faults.push(...Array.from({ length: 30 }, () => ({ kind: 'reject' as const, status: 503 })))
  const begin = alerting.time.now
  const failed = await alerting.finish(alert!)
  assert.equal(failed.state, 'failed')
  const last = alerting.calls.at(-1)!
  assert.ok(last.at - begin <= 15 * 60_000 && last.at - begin > 12 * 60_000)
  alerting.faults.length = 0
  const fallback = (await alerting.ports.incidents.alerts(alert!.incident)).find(({ isFallback }) => isFallback)
  await alerting.finish(fallback!)
  assert.deepEqual(
    (await alerting.sent()).map(({ kind }) => kind),
    ['email'],
  )
})

test('of five recipients one has a number that does not exist: four get one SMS each, one row has failed and says why', async (t) => {
  const alerting = await startAlerting(t, storage)
  const phones = ['+4915550101', '+4915550102', '+0', '+4915550104', '+4915550105']
  for (const [index, phone] of phones.entries())
    await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { id: `engineer-${index}`, phone }))
  const rows = await Promise.all((await alerting.raise()).map(alerting.finish))
  assert.deepEqual((await alerting.sent()).map(({ to }) => to).sort(), phones.filter((phone) => phone !== '+0').sort())
  const failed = rows.filter(({ state }) => state === 'failed')
  assert.deepEqual(
    failed.map(({ recipient, reason, attempts }) => ({ recipient, reason, attempts })),
    [{ recipient: 'engineer-2', reason: '400: Invalid To phone number format.', attempts: 1 }],
  )
  assert.equal(alerting.calls.length, 5)
})

test('an e-mail that the provider accepts and then refuses has failed, and says why', async (t) => {
  const alerting = await startAlerting(t, storage)
  const routes = [{ severities: ['warning' as const], channels: ['email' as const], when: 'always' as const }]
  const { phone: _, ...recipient } = createRecipient(alerting.site, { email: 'engineer@plant.invalid', routes })
  await alerting.ports.rosters.saveRecipient(recipient)
  const [alert] = await alerting.raise()
  const failed = await alerting.finish(alert!)
  assert.equal(failed.state, 'failed')
  assert.match(failed.reason ?? '', /EmailDroppedAllRecipientsSuppressed/)
})

test('two dispatchers that are woken for one row make one call', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site))
  const [alert] = await alerting.raise()
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => alerting.dispatch(alert!)))
  assert.equal(outcomes.filter((outcome) => outcome === 'done').length, 1)
  assert.equal(alerting.calls.length, 1)
})

test('an escalation goes out when its time has come, unless somebody has acknowledged the incident', async (t) => {
  const alerting = await startAlerting(t, storage)
  const routes = [{ severities: ['warning' as const], channels: ['sms' as const], when: 'always' as const, escalateAfterMinutes: 10 }]
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site, { routes }))
  const [unseen] = await alerting.raise()
  assert.equal(await alerting.dispatch(unseen!), 'not-due')
  const [seen] = await alerting.raise({ camera: 'camera-2' })
  const { value, version } = (await alerting.ports.incidents.find(seen!.incident))!
  await alerting.ports.incidents.write({ incident: { ...value, state: 'acknowledged' }, version })
  assert.equal((await alerting.finish(unseen!)).state, 'done')
  const suppressed = await alerting.finish(seen!)
  assert.deepEqual([suppressed.state, suppressed.reason], ['suppressed', 'acknowledged'])
  assert.deepEqual(
    (await alerting.sent()).map(({ at }) => at),
    ['2026-03-02T08:10:00.000Z'],
  )
})
