import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { findViolations } from './find-violations.ts'
import { type FleetPlant, site, startFleetPlant } from './fleet-plant.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

describe('the live wall', () => {
  let plant: FleetPlant
  let served: ServedApp
  let browser: Browser

  before(async () => {
    plant = await startFleetPlant()
    served = await serveApp(plant.ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await plant.close()
  })

  async function open(context: BrowserContext, search = ''): Promise<Page> {
    await signInAs(context, served.origin, 'site-engineer')
    const page = await context.newPage()
    await page.goto(`${served.origin}/wall${search}`)
    return page
  }

  it('shows what a camera sees with its boxes, and of one whose device is away since when', async () => {
    await using context = await browser.newContext({ locale: 'en-GB' })
    const complaints: string[] = []
    context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    const page = await open(context)
    const gate = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Gate' }) })
    await gate.getByRole('img', { name: 'Gate now, 1 object' }).waitFor()
    await gate.getByText('hand 91 %').waitFor()
    await gate.getByText('9.8 frames/s').waitFor()
    await gate.getByText('line-starter 3').waitFor()
    const dock = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Loading dock' }) })
    await dock.getByText('Away since').waitFor()
    assert.equal(await dock.getByRole('img', { name: 'Loading dock, no picture yet' }).count(), 1)
    assert.equal(plant.asked.get('dock'), undefined)
    assert.deepEqual(complaints, [])
  })

  it('records who looks, and not again with every picture', async () => {
    const views = async () => {
      const { entries } = await plant.ports.audit.read({ site, from: 1, limit: 100 })
      return entries.filter(({ action, subject }) => action === 'camera-viewed' && subject === 'camera/gate').length
    }
    for (const _ of [1, 2]) {
      await using context = await browser.newContext({ locale: 'en-GB' })
      const page = await open(context)
      await page.getByRole('img', { name: 'Gate now, 1 object' }).waitFor()
    }
    assert.equal(await views(), 1)
  })

  it('keeps its mode in the address, and leads to the incidents of a camera', async () => {
    await using context = await browser.newContext({ locale: 'en-GB' })
    const page = await open(context)
    await page.getByRole('button', { name: 'Less data' }).click()
    await page.waitForURL(/small=true/)
    assert.equal(await page.getByRole('combobox', { name: 'A picture every' }).inputValue(), '60')
    const gate = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Gate' }) })
    await gate.getByRole('link', { name: 'Incidents' }).click()
    await page.waitForURL(/\/incidents\?.*camera=gate/)
  })

  it('fills the screen of a monitor', async () => {
    await using context = await browser.newContext({ locale: 'en-GB' })
    const page = await open(context)
    await page.getByRole('img', { name: 'Gate now, 1 object' }).waitFor()
    await page.keyboard.press('f')
    await page.waitForFunction(() => document.fullscreenElement !== null)
    assert.equal(await page.getByRole('heading', { name: 'Gate' }).isVisible(), true)
  })

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has nothing that keeps people out, in ${colorScheme}`, async () => {
      await using context = await browser.newContext({ locale: 'en-GB', colorScheme })
      const page = await open(context)
      await page.getByRole('img', { name: 'Gate now, 1 object' }).waitFor()
      await page.getByText('Away since').waitFor()
      assert.deepEqual(await findViolations(page), [])
    })
})
