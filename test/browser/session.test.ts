import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Ports } from '../../shared/ports.ts'
import { createTestApp } from '../harness/test-app.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

describe('a session', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant-1'] })
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  /** A site engineer who has typed a recipient in, and whose session ends just before they save. */
  async function endInTheMiddle(
    t: TestContext,
    name: string,
    prepare = (_: BrowserContext): unknown => undefined,
  ): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext()
    await prepare(context)
    t.after(() => context.close())
    await signInAs(context, served.origin, 'site-engineer')
    const page = await context.newPage()
    await page.goto(`${served.origin}/settings?tab=recipients`)
    await page.getByRole('button', { name: 'Add a recipient' }).click()
    const form = page.getByRole('dialog', { name: 'Add a recipient' })
    await form.getByLabel('Name').fill(name)
    await form.getByLabel('Phone').fill('+49 151 2345678')
    await context.clearCookies()
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor()
    return { context, page }
  }

  /** Some platforms answer with the way to their sign-in page instead of a 401. */
  const redirectStrangers = (context: BrowserContext) =>
    context.route('**/api/**', async (route) => {
      const isStranger = (await context.cookies()).length === 0
      await (isStranger ? route.fulfill({ status: 302, headers: { location: 'https://login.example.com/' } }) : route.continue())
    })

  const recipients = async () => (await ports.rosters.find('plant-1'))?.recipients.map(({ name }) => name) ?? []

  it('that ends in the middle of a form loses nothing: signed in again in a new tab, what was to be sent is sent', async (t) => {
    const { context, page } = await endInTheMiddle(t, 'Kim Berg')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await findViolations(page), [])
    }
    const [beside] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Sign in in a new tab' }).click()])
    await beside.getByRole('button', { name: 'Site engineer' }).click()
    await page.getByText('Kim Berg is saved').waitFor()
    assert.equal(await page.getByRole('dialog').count(), 0)
    assert.deepEqual(await recipients(), ['Kim Berg'])
  })

  it('that a platform ends with the way to its sign-in page is the same', async (t) => {
    const { context, page } = await endInTheMiddle(t, 'Uli Ost', redirectStrangers)
    await signInAs(context, served.origin, 'site-engineer')
    await page.getByRole('button', { name: 'I am signed in again' }).click()
    await page.getByText('Uli Ost is saved').waitFor()
  })

  it('of somebody else sends nothing that the first began', async (t) => {
    const { context, page } = await endInTheMiddle(t, 'Ola Nord')
    const [beside] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Sign in in a new tab' }).click()])
    await beside.getByRole('button', { name: 'Admin' }).click()
    await page.getByText('Admin is signed in now.').waitFor()
    assert.equal((await recipients()).includes('Ola Nord'), false)
    await signInAs(context, served.origin, 'site-engineer')
    await page.getByRole('button', { name: 'I am signed in again' }).click()
    await page.getByText('Ola Nord is saved').waitFor()
  })

  it('can be left for later: the page stays readable, with the way back in a bar', async (t) => {
    const { page } = await endInTheMiddle(t, 'Eli West')
    await page.keyboard.press('Escape')
    const form = page.getByRole('dialog', { name: 'Add a recipient' })
    assert.equal(await form.getByLabel('Name').inputValue(), 'Eli West')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor()
  })

  it('ends with a page that says so and leads back in', async (t) => {
    const context = await browser.newContext()
    t.after(() => context.close())
    await signInAs(context, served.origin, 'site-engineer')
    const page = await context.newPage()
    await page.goto(served.origin)
    await page.getByRole('button', { name: 'Signed in as Site engineer' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    assert.deepEqual(await findViolations(page), [])
    await page.getByRole('link', { name: 'Sign in again' }).click()
    assert.deepEqual(await findViolations(page), [])
    await page.getByRole('button', { name: 'Site engineer' }).click()
    await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor()
  })
})
