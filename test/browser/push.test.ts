import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Role } from '../../shared/domain/person.ts'
import type { PushTarget } from '../../shared/domain/push.ts'
import type { Ports } from '../../shared/ports.ts'
import { startPushService } from '../harness/push-service.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { createTestApp } from '../harness/test-app.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

describe('alerts on a device', () => {
  let azurite: RunningAzurite
  let service: Awaited<ReturnType<typeof startPushService>>
  let ports: Ports
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    service = await startPushService()
    ports = await createTestApp(azurite.connectionString, { webPush: service.webPush })
    await ports.rosters.saveSite({ id: 'plant', name: 'Plant', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant'] })
    await ports.incidents.write({ incident: sampleIncident('seen'), version: undefined })
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    service.close()
    await azurite.close()
  })

  /** A page whose worker runs. Chromium without a maker's keys has no push service, so the test is the one that it asks. */
  async function open(t: TestContext, role: Role, permission: 'granted' | 'denied' = 'granted'): Promise<Page> {
    const context = await browser.newContext({ serviceWorkers: 'allow' })
    t.after(() => context.close())
    await context.grantPermissions(permission === 'granted' ? ['notifications'] : [], { origin: served.origin })
    await signInAs(context, served.origin, role)
    await context.addInitScript(standIn, service.openBrowser())
    const page = await context.newPage()
    await page.goto(served.origin)
    await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor()
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    return page
  }

  const openMenu = (page: Page) => page.getByRole('button', { name: /^Signed in as/ }).click()

  it('are switched on with a severity, changed and switched off by the person who uses it', async (t) => {
    const page = await open(t, 'site-engineer')
    await openMenu(page)
    const choice = page.getByLabel('Alerts on this device')
    const stored = async () => (await ports.pushSubscriptions.list()).map(({ leastSeverity }) => leastSeverity)
    const choose = async (name: string, value: string) => {
      await choice.selectOption({ label: name })
      await page.waitForFunction((wanted) => {
        const field = [...document.querySelectorAll('select')].find(({ labels }) => labels[0]?.textContent === 'Alerts on this device')
        return field?.disabled === false && field.value === wanted
      }, value)
    }
    await choose('Critical and warnings', 'warning')
    assert.deepEqual(await stored(), ['warning'])
    await choose('Critical', 'critical')
    assert.deepEqual(await stored(), ['critical'])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await findViolations(page), [])
    }
    await choose('Off', '')
    assert.deepEqual(await stored(), [])
  })

  it('stay off where the browser does not allow them, and the page says what to do', async (t) => {
    const page = await open(t, 'site-engineer', 'denied')
    await openMenu(page)
    await page.getByLabel('Alerts on this device').selectOption('info')
    await page.getByText('This browser does not allow notifications').waitFor()
    assert.deepEqual(await ports.pushSubscriptions.list(), [])
  })

  it('end with signing out', async (t) => {
    const page = await open(t, 'site-engineer')
    await openMenu(page)
    const saved = page.waitForResponse((response) => response.url().endsWith('/push/subscriptions'))
    await page.getByLabel('Alerts on this device').selectOption('info')
    assert.equal((await saved).status(), 200)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    assert.deepEqual(await ports.pushSubscriptions.list(), [])
  })

  it('go to the new address when the push service gives the browser another one, from the same severity on', async (t) => {
    const page = await open(t, 'site-engineer')
    await openMenu(page)
    const saved = page.waitForResponse((response) => response.url().endsWith('/push/subscriptions'))
    await page.getByLabel('Alerts on this device').selectOption('warning')
    assert.equal((await saved).status(), 200)
    const [before] = await ports.pushSubscriptions.list()
    const next = service.openBrowser()
    const [worker] = page.context().serviceWorkers()
    // What a browser makes of it; the push service of this one is the test.
    await worker!.evaluate(
      async ([old, { endpoint, keys }]) => {
        const toJSON = () => ({ endpoint, keys })
        const done = Promise.withResolvers<void>()
        const told = { oldSubscription: { endpoint: old }, newSubscription: { endpoint, toJSON } }
        const change = Object.assign(new Event('pushsubscriptionchange'), told, { waitUntil: (work: Promise<void>) => done.resolve(work) })
        self.dispatchEvent(change)
        await done.promise
      },
      [before!.endpoint, next] as const,
    )
    assert.deepEqual(
      (await ports.pushSubscriptions.list()).map(({ endpoint, leastSeverity }) => [endpoint, leastSeverity]),
      [[next.endpoint, 'warning']],
    )
  })

  it('are not offered to those whose work they are not', async (t) => {
    const page = await open(t, 'data-labeler')
    await openMenu(page)
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    assert.equal(await page.getByLabel('Alerts on this device').count(), 0)
  })

  it('show what happened where, and lead to the incident', async (t) => {
    const page = await open(t, 'site-engineer')
    const debuggee = await page.context().newCDPSession(page)
    const registration = new Promise<string>((resolve) =>
      debuggee.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(served.origin))
        if (own !== undefined) resolve(own.registrationId)
      }),
    )
    await debuggee.send('ServiceWorker.enable')
    const alert = { title: 'CRITICAL hand', text: 'Line 1 · hand-in-zone', incident: 'seen', severity: 'critical' }
    const message = { origin: served.origin, registrationId: await registration, data: JSON.stringify(alert) }
    await debuggee.send('ServiceWorker.deliverPushMessage', message)
    await debuggee.send('ServiceWorker.deliverPushMessage', message)
    await page.waitForFunction(async () => (await (await navigator.serviceWorker.ready).getNotifications()).length > 0)
    const shown = await page.evaluate(async () => {
      const all = await (await navigator.serviceWorker.ready).getNotifications()
      return all.map(({ title, body, tag }) => ({ title, body, tag }))
    })
    assert.deepEqual(shown, [{ title: alert.title, body: alert.text, tag: 'seen' }])
    const [worker] = page.context().serviceWorkers()
    // What a click on it makes the browser do; there is no desk here to click on.
    await worker!.evaluate(async () => {
      const scope = self as unknown as { registration: ServiceWorkerRegistration }
      const [notification] = await scope.registration.getNotifications()
      const click = Object.assign(new Event('notificationclick'), { notification, waitUntil: () => {} })
      self.dispatchEvent(click)
    })
    await page.waitForURL('**/incidents/seen')
    await page.waitForFunction(async () => (await (await navigator.serviceWorker.ready).getNotifications()).length === 0)
  })
})

/** Runs in the page. */
function standIn({ endpoint, keys }: PushTarget): void {
  let current: object | null = null
  const subscribe = async (options: { applicationServerKey: string }) => {
    const key = Uint8Array.from(atob(options.applicationServerKey.replaceAll('-', '+').replaceAll('_', '/')), (text) => text.charCodeAt(0))
    const unsubscribe = async () => {
      current = null
      return true
    }
    current = { endpoint, options: { applicationServerKey: key.buffer }, toJSON: () => ({ endpoint, keys }), unsubscribe }
    return current
  }
  Object.assign(PushManager.prototype, { subscribe, getSubscription: async () => current })
}
