import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Alert } from '../../../shared/domain/alert.ts'
import { claim } from '../../../shared/domain/alert-attempt.ts'
import { checkAlerts } from '../../../shared/operations/check-alerts.ts'
import { sweepAlerts } from '../../../shared/operations/sweep-alerts.ts'
import type { OutgoingAlert } from '../../../shared/ports.ts'
import { runIntoCrash } from '../../harness/crash-runner.ts'
import { type Alerting, createRecipient, startAlerting, startSharedAzurite } from './alert-support/start-alerting.ts'

const storage = await startSharedAzurite(after)
const dispatchProcess = new URL('./alert-support/dispatch-process.ts', import.meta.url).pathname
const second = 1000
const minute = 60 * second

const restarts = [
  { after: '10 seconds', wait: 10 * second, texts: [/^WARNING/] },
  { after: '4 minutes 59 seconds', wait: 5 * minute - second, texts: [/^WARNING/] },
  { after: '6 minutes', wait: 6 * minute, texts: [/^WARNING/, /^Repeat: WARNING/] },
]

for (const { after: restart, wait, texts } of restarts) {
  test(`killed after the provider has accepted and before that is recorded, restarted after ${restart}: ${texts.length} message(s)`, async (t) => {
    const alerting = await startAlerting(t, storage)
    await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site))
    const [alert] = await alerting.raise()
    await dieAt('alert-accepted', alerting, alert!)
    assert.equal((await alerting.sent()).length, 1)

    alerting.time.now += wait
    await sweepUntilFinal(alerting, alert!)
    const sent = await alerting.sent()
    assert.deepEqual(
      sent.map(({ text }, index) => texts[index]?.test(text)),
      texts.map(() => true),
    )
    const requests = alerting.calls.map(({ body }) => JSON.parse(body).smsRecipients[0])
    assert.deepEqual(requests[1], requests[0])
    assert.equal((await alerting.find(alert!)).state, 'done')
  })
}

for (const point of ['alert-claimed', 'alert-settled']) {
  test(`killed at ${point}, the alert is delivered once`, async (t) => {
    const alerting = await startAlerting(t, storage)
    await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site))
    const [alert] = await alerting.raise()
    await dieAt(point, alerting, alert!)
    await sweepUntilFinal(alerting, alert!)
    assert.equal((await alerting.sent()).length, 1)
    assert.equal((await alerting.find(alert!)).isRepeat, false)
  })
}

test('an alert that nobody dispatches turns health to degraded after a minute, and another dispatcher sends it before 90 seconds', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site))
  const dueAt = new Date(alerting.time.now).toISOString()
  const [alert] = await alerting.raise()
  await claimAndVanish(alerting, alert!)
  const begin = alerting.time.now
  alerting.time.now = begin + 60 * second
  assert.equal((await checkAlerts(alerting.ports)).state, 'ok')

  // The claim has run out by now; a row that was never claimed is seen as well.
  alerting.time.now = begin + 61 * second
  const [waiting] = await alerting.raise({ camera: 'camera-2' })
  alerting.time.now = begin + 122 * second
  const health = await checkAlerts(alerting.ports)
  assert.deepEqual([health.state, health.overdue], ['degraded', 2])
  assert.notEqual(health.oldestDueAt, dueAt)

  await sweepAlerts(alerting.ports)
  assert.deepEqual([(await alerting.find(alert!)).state, (await alerting.find(waiting!)).state], ['done', 'done'])
  assert.deepEqual(await checkAlerts(alerting.ports), { state: 'ok', overdue: 0, oldestDueAt: undefined })
})

test('sweeping every 20 seconds, a claim of a dead dispatcher is taken over within 90 seconds', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site))
  const [alert] = await alerting.raise()
  await claimAndVanish(alerting, alert!)
  const begin = alerting.time.now
  await sweepUntilFinal(alerting, alert!)
  assert.ok(alerting.time.now - begin <= 90 * second)
})

test('an alert that cannot be dispatched does not keep the others from going out', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site))
  const [broken] = await alerting.raise({ severity: 'critical' })
  const [healthy] = await alerting.raise({ camera: 'camera-2' })
  const { sms } = alerting.ports.alertSenders
  const alertSenders = {
    ...alerting.ports.alertSenders,
    sms: (alert: OutgoingAlert) => (alert.requestId === broken!.id ? Promise.reject(new Error('broken')) : sms(alert)),
  }
  alerting.time.now += 20 * second
  await assert.rejects(sweepAlerts({ ...alerting.ports, alertSenders }), {
    name: 'AggregateError',
    message: '1 alerts could not be dispatched.',
  })
  assert.equal((await alerting.find(healthy!)).state, 'done')
  await sweepUntilFinal(alerting, broken!)
  assert.equal((await alerting.sent()).length, 2)
})

/** What a dispatcher leaves behind that died, or was frozen, right after its claim. */
async function claimAndVanish({ ports }: Alerting, { incident, id }: Alert): Promise<void> {
  const { value, version } = (await ports.outbox.find({ incident, alert: id }))!
  await ports.outbox.update(claim(value, ports.clock()), version)
}

/** Dispatches in a process of its own, which dies as by a power cut. */
async function dieAt(point: string, { connections, time }: Alerting, alert: Alert): Promise<void> {
  const args = [connections.storage, connections.communication, new Date(time.now).toISOString(), alert.incident, alert.id]
  await runIntoCrash(dispatchProcess, args, point)
}

async function sweepUntilFinal(alerting: Alerting, alert: Alert): Promise<void> {
  for (;;) {
    await sweepAlerts(alerting.ports)
    const { state } = await alerting.find(alert)
    if (state !== 'pending' && state !== 'claimed') return
    alerting.time.now += 20 * second
  }
}
