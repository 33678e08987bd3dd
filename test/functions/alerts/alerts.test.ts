import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { InvocationContext, type Timer } from '@azure/functions'
import { serveDispatchAlert } from '../../../functions/alerts/dispatch-alert.ts'
import { serveSweepAlerts } from '../../../functions/alerts/sweep-alerts.ts'
import { serveWatchAlerts } from '../../../functions/alerts/watch-alerts.ts'
import { createRecipient, startAlerting, startSharedAzurite } from '../../shared/operations/alert-support/start-alerting.ts'

const storage = await startSharedAzurite(after)
const timer: Timer = { isPastDue: false, schedule: { adjustForDST: true }, scheduleStatus: { last: '', next: '', lastUpdated: '' } }

test('a wake-up sends the alert, the same wake-up again sends nothing, and the log holds no number and no text', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site))
  const [alert] = await alerting.raise()
  const { context, lines } = createContext()
  const wakeUp = { incident: alert!.incident, alert: alert!.id }
  await serveDispatchAlert(alerting.ports)(wakeUp, context)
  await serveDispatchAlert(alerting.ports)(wakeUp, context)
  assert.equal((await alerting.sent()).length, 1)
  assert.deepEqual(lines, [
    `information Alert ${alert!.id} of incident ${alert!.incident}: done`,
    `information Alert ${alert!.id} of incident ${alert!.incident}: final`,
  ])
})

test('a message that is no wake-up is refused, so that it ends in the poison queue', async (t) => {
  const alerting = await startAlerting(t, storage)
  const { context } = createContext()
  for (const message of ['text', {}, { incident: '../x', alert: 'y' }, null]) {
    await assert.rejects(async () => serveDispatchAlert(alerting.ports)(message, context), { name: 'ZodError' })
  }
})

test('the watchdog logs an error while an alert is overdue, and the sweeper says what it took over', async (t) => {
  const alerting = await startAlerting(t, storage)
  await alerting.ports.rosters.saveRecipient(createRecipient(alerting.site))
  const [alert] = await alerting.raise()
  const { context, lines } = createContext()
  await serveWatchAlerts(alerting.ports)(timer, context)
  alerting.time.now += 61_000
  await serveWatchAlerts(alerting.ports)(timer, context)
  await serveSweepAlerts(alerting.ports)(timer, context)
  await serveWatchAlerts(alerting.ports)(timer, context)
  assert.deepEqual(lines, [
    'error Alerts do not get out: 1 are overdue, the oldest since 2026-03-02T08:00:00.000Z',
    `warning Alert ${alert!.id} was left behind, now: done`,
  ])
})

function createContext() {
  const lines: string[] = []
  const context = new InvocationContext({
    functionName: 'test',
    logHandler: (level, ...parts) => {
      lines.push(`${level} ${parts.map(String).join(' ')}`)
    },
  })
  return { context, lines }
}
