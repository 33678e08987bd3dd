import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { createTestApp } from '../harness/test-app.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

describe('the frame around every screen', () => {
  let azurite: RunningAzurite
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    const ports = await createTestApp(azurite.connectionString)
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

  it('sends who is not signed in to do so, and brings them back to the page that they wanted', async () => {
    await using page = await browser.newPage()
    await page.goto(`${served.origin}/nights`)
    await page.getByRole('button', { name: 'Data scientist' }).click()
    await page.getByRole('heading', { name: 'Nights', level: 1 }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/nights')
  })

  it('shows a person the screens of their work and no others', async () => {
    await using context = await browser.newContext()
    await signInAs(context, served.origin, 'data-labeler')
    const page = await context.newPage()
    await page.goto(served.origin)
    const menu = page.getByRole('navigation', { name: 'Menu' })
    await menu.getByRole('link', { name: 'Labeling' }).waitFor()
    assert.equal(await menu.getByRole('link', { name: 'Settings' }).count(), 0)
  })

  it('speaks the language of the browser, and keeps its content security policy', async () => {
    await using context = await browser.newContext({ locale: 'de-DE' })
    await signInAs(context, served.origin, 'site-engineer')
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(served.origin)
    await page.getByRole('heading', { name: 'Vorfälle', level: 1 }).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'de')
    assert.deepEqual(complaints, [])
  })

  it('shows on a phone where one is, however far in the menu that stands', async () => {
    await using context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    await signInAs(context, served.origin, 'site-engineer')
    const page = await context.newPage()
    for (const [path, name] of [
      ['/settings', 'Settings'],
      ['/releases/some', 'Models'],
    ] as const) {
      await page.goto(`${served.origin}${path}`)
      const entry = page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name })
      await entry.waitFor()
      await page.waitForFunction(() => {
        const { left, right } = document.querySelector('nav [aria-current]')!.getBoundingClientRect()
        return left >= 0 && right <= innerWidth
      })
      assert.equal(await entry.getAttribute('aria-current'), 'page')
    }
  })

  it('goes to a screen by two keys, and lists the keys on a question mark', async () => {
    await using context = await browser.newContext()
    await signInAs(context, served.origin, 'site-engineer')
    const page = await context.newPage()
    await page.goto(served.origin)
    await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.getByRole('heading', { name: 'Fleet', level: 1 }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    assert.equal(await page.getByRole('dialog').count(), 0)
  })
})
