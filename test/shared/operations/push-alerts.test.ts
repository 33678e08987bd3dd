import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it, type TestContext } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { isPrivateAddress } from '../../../shared/adapters/web-push.ts'
import { createApp } from '../../../shared/app.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { isOfPushService, maxPushSubscriptions } from '../../../shared/domain/push.ts'
import { dispatchAlert } from '../../../shared/operations/dispatch-alert.ts'
import { readPush, subscribePush, unsubscribePush } from '../../../shared/operations/subscribe-push.ts'
import { startPushService } from '../../harness/push-service.ts'
import { testConfig } from '../../harness/test-app.ts'
import { createIncident } from './alert-support/start-alerting.ts'

describe('alerts to browsers', () => {
  let azurite: RunningAzurite
  let service: Awaited<ReturnType<typeof startPushService>>

  before(async () => {
    azurite = await startAzurite()
    service = await startPushService()
  })
  after(async () => {
    service.close()
    await azurite.close()
  })

  /** A site with an engineer of its own, and a clock that only the test moves. */
  async function plant(_t: TestContext) {
    const time = { now: Date.parse('2026-03-02T08:00:00.000Z') }
    const clock = () => new Date(time.now)
    const ports = createApp(testConfig(azurite.connectionString), { clock, webPush: service.webPush })
    const site = `site-${randomUUID().slice(0, 8)}`
    await ports.rosters.saveSite({ id: site, name: 'Plant North', timeZone: 'Europe/Berlin' })
    await ports.rosters.saveCameraName(site, 'camera-1', 'Filling line')
    const engineer: Principal = { id: randomUUID(), name: 'Erika Example', roles: ['site-engineer'], sites: [site] }
    await ports.people.save({ id: engineer.id, name: engineer.name, sites: [site] })
    const raise = async (change: Partial<Incident> = {}) => {
      const incident = createIncident(site, clock(), change)
      const alerts = await ports.planAlerts(incident, clock())
      await ports.incidents.write({ incident, version: undefined, alerts })
      const dispatch = () => Promise.all(alerts.map(({ id }) => dispatchAlert(ports, { incident: incident.id, alert: id })))
      return { incident, alerts, dispatch }
    }
    const sentTo = ({ endpoint }: { endpoint: string }) => service.messages.filter(({ path }) => path === new URL(endpoint).pathname)
    return { time, ports, site, engineer, raise, sentTo }
  }

  it('reach every browser of a person once, say what and where and no name, and can be read there alone', async (t) => {
    const { ports, engineer, raise, sentTo } = await plant(t)
    const [phone, desk] = [service.openBrowser(), service.openBrowser()]
    for (const browser of [phone, desk]) await subscribePush(ports, engineer, { ...browser, leastSeverity: 'warning' })
    const { incident, dispatch } = await raise({ severity: 'critical' })
    assert.deepEqual(await dispatch(), ['done', 'done'])
    assert.deepEqual(await dispatch(), ['final', 'final'])
    for (const browser of [phone, desk]) {
      const [message, ...more] = sentTo(browser)
      assert.deepEqual(more, [])
      const told = { title: 'CRITICAL leak', incident: incident.id, severity: 'critical' }
      assert.deepEqual(JSON.parse(message!.text), { ...told, text: 'Filling line · leak-seen · Plant North · 2 Mar 09:00:00' })
      const { urgency, ttl, topic, authorization } = message!.headers
      assert.deepEqual([urgency, ttl, String(topic).length], ['high', '14400', 32])
      assert.match(String(authorization), /^vapid t=.+, k=.+$/)
    }
  })

  it('go to those who cover the site, have it for their work, and asked for the severity', async (t) => {
    const { ports, site, engineer, raise } = await plant(t)
    const others = [
      { ...engineer, id: randomUUID(), sites: ['elsewhere'] },
      { ...engineer, id: randomUUID(), sites: [site], roles: ['data-labeler' as const] },
    ]
    for (const person of others) {
      await ports.people.save({ id: person.id, name: person.name, sites: person.sites })
      await subscribePush(ports, person, { ...service.openBrowser(), leastSeverity: 'info' })
    }
    await subscribePush(ports, engineer, { ...service.openBrowser(), leastSeverity: 'critical' })
    assert.equal((await raise({ severity: 'warning' })).alerts.length, 0)
    assert.equal((await raise({ severity: 'critical', isLate: true })).alerts.length, 0)
    const { alerts, dispatch } = await raise({ severity: 'critical' })
    assert.equal(alerts.length, 1)
    await ports.people.save({ id: engineer.id, name: engineer.name, sites: [] })
    assert.deepEqual(await dispatch(), ['suppressed'], `${site} was taken away before it was sent`)
  })

  it('are tried again when the push service fails, and end where it no longer knows the browser', async (t) => {
    const { time, ports, engineer, raise, sentTo } = await plant(t)
    const browser = service.openBrowser()
    await subscribePush(ports, engineer, { ...browser, leastSeverity: 'info' })
    service.answers.push(503)
    const first = await raise({ label: 'leak' })
    assert.deepEqual(await first.dispatch(), ['pending'])
    time.now += 60_000
    assert.deepEqual(await first.dispatch(), ['done'])
    assert.equal(sentTo(browser).length, 1)
    service.forget(browser)
    const second = await raise({ label: 'smoke' })
    assert.deepEqual(await second.dispatch(), ['suppressed'])
    assert.ok((await ports.pushSubscriptions.list()).every(({ person }) => person !== engineer.id))
    assert.equal((await raise({ label: 'fire' })).alerts.length, 0)
  })

  it('come to at most ten browsers of a person, and to nobody else who had used the same browser', async (t) => {
    const { ports, engineer } = await plant(t)
    const browsers = Array.from({ length: maxPushSubscriptions + 1 }, service.openBrowser)
    const last = browsers.pop()!
    for (const browser of browsers) await subscribePush(ports, engineer, { ...browser, leastSeverity: 'info' })
    await assert.rejects(subscribePush(ports, engineer, { ...last, leastSeverity: 'info' }), { code: 'input-invalid' })
    const own = (await ports.pushSubscriptions.list()).filter(({ person }) => person === engineer.id)
    const other = { ...engineer, id: randomUUID() }
    await unsubscribePush(ports, other, own[0]!.id)
    assert.equal((await readPush(ports, engineer, own[0]!.id)).leastSeverity, 'info')
    await subscribePush(ports, other, { ...browsers[0]!, leastSeverity: 'critical' })
    const id = (await ports.pushSubscriptions.list()).find(({ person }) => person === other.id)!.id
    assert.equal((await readPush(ports, engineer, id)).leastSeverity, undefined)
    assert.equal((await readPush(ports, other, id)).leastSeverity, 'critical')
  })

  it('go to push services that are known and to no other address', async (t) => {
    const { ports, engineer } = await plant(t)
    const { keys } = service.openBrowser()
    const endpoint = 'https://push.example.com/browser'
    await assert.rejects(subscribePush(ports, engineer, { endpoint, keys, leastSeverity: 'info' }), { code: 'input-invalid' })
    for (const known of ['https://fcm.googleapis.com/fcm/send/a', 'https://wns2-par02p.notify.windows.com/w/?token=a'])
      assert.equal(isOfPushService(known), true, known)
    const hostile = ['http://fcm.googleapis.com/a', 'https://fcm.googleapis.com:8443/a', 'https://fcm.googleapis.com.example.com/a']
    hostile.push('https://notify.windows.com/a', 'https://evilnotify.windows.com/a', 'https://fcm.googleapis.com@example.com/a')
    hostile.push('https://169.254.169.254/a', 'https://[::1]/a', 'https:\\\\fcm.googleapis.com\\a', 'https://localhost/a', 'none')
    for (const address of hostile) assert.equal(isOfPushService(address), false, address)
  })

  it('never lead into a private network, whatever a name server says', () => {
    for (const inside of ['10.1.2.3', '127.0.0.1', '169.254.169.254', '172.20.0.1', '192.168.1.1', '::1', 'fd00::1', '::ffff:10.0.0.1'])
      assert.equal(isPrivateAddress(inside), true, inside)
    for (const outside of ['142.250.74.10', '2a00:1450:4001:830::200a']) assert.equal(isPrivateAddress(outside), false, outside)
  })

  it('are not there without keys: nothing is planned, and nobody can ask for them', async (t) => {
    const { ports, engineer, raise, site } = await plant(t)
    await subscribePush(ports, engineer, { ...service.openBrowser(), leastSeverity: 'info' })
    const { dispatch } = await raise()
    const without = createApp(testConfig(azurite.connectionString), { clock: ports.clock })
    assert.deepEqual(await without.planAlerts(createIncident(site, ports.clock()), ports.clock()), [])
    assert.deepEqual(await readPush(without, engineer, undefined), { publicKey: undefined, leastSeverity: undefined })
    await assert.rejects(subscribePush(without, engineer, { ...service.openBrowser(), leastSeverity: 'info' }), { code: 'not-found' })
    assert.deepEqual(await dispatch(), ['done'])
  })
})
