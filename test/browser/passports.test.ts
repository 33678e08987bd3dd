import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { allowPages } from '../../local/azurite/allow-pages.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { createPageOpener } from './page-opener.ts'
import { type PassportPlant, passportPlant, site } from './passport-plant.ts'
import { type ServedApp, serveApp } from './serve-app.ts'

describe('passports', () => {
  let azurite: RunningAzurite
  let plant: PassportPlant
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    plant = await passportPlant(azurite.connectionString)
    for (const { id, name } of laptopPeople) await plant.ports.people.save({ id, name, sites: [site] })
    served = await serveApp(plant.ports)
    await allowPages(azurite.connectionString, [served.origin])
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  const withPage = createPageOpener({ opening: () => ({ browser, served }), as: 'iot-engineer', width: 1280 })
  const node = (page: Page, kind: string) => page.locator(`[data-node^="${kind}"]`)

  it('of a device that runs what it should say so, and lead from its incidents to itself', async () => {
    await withPage('/devices/press-1/passport', async (page) => {
      await page.getByRole('heading', { name: 'Passport of Press 1', level: 1 }).waitFor()
      await page.getByText('It runs what it should').waitFor()
      const row = page.getByRole('row', { name: /^Model/ })
      assert.equal(await row.getByRole('link', { name: 'plant 2' }).count(), 2)
      for (const kind of ['recording', 'incident', 'night', 'dataset', 'run', 'model', 'evaluation', 'approval', 'release', 'device'])
        await node(page, kind).first().waitFor()
      await node(page, 'incident').filter({ hasText: 'True · Jana Judge' }).first().waitFor()
      assert.equal(await page.locator('[aria-current=page][data-node]').getAttribute('data-node'), 'device press-1')
      await page.getByText('Anna <b>Approver</b>').first().waitFor()
    })
  })

  it('show how a device differs from what it should run, and why', async () => {
    await withPage('/devices/press-8/passport', async (page) => {
      await page.getByText('It runs something else').waitFor()
      await page.getByText('The device is not connected. It gets it when it comes back.').waitFor()
      const row = page.getByRole('row', { name: /^Model/ })
      assert.match((await row.textContent())!, /Different.*plant 2.*plant 1/)
      await page.getByText('It came without a dataset of ours').waitFor()
    })
    await withPage('/devices/press-9/passport', async (page) => {
      await page.getByText('The device refused it.').waitFor()
      await page.getByText('Its card asks for <i>more memory</i>.').waitFor()
    })
    await withPage('/devices/press-10/passport', (page) => page.getByText('It runs no model').waitFor())
  })

  it('can be walked with the keys: along the lines to another device, whose passport opens', async () => {
    await withPage(`/models/${site}/2/passport`, async (page) => {
      await page.getByText('Runs in 7 devices').waitFor()
      const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset['node'])
      await node(page, 'dataset').focus()
      for (const [key, expected] of [
        ['ArrowDown', 'run'],
        ['ArrowRight', 'model'],
        ['ArrowRight', 'release rel-b'],
        ['ArrowRight', 'device press-1'],
        ['ArrowDown', 'device press-2'],
        ['ArrowLeft', 'release rel-b'],
      ]) {
        await page.keyboard.press(key!)
        assert.equal(await focused(), expected, key)
      }
      // What the focused release came of and led to stands out.
      await page.locator('[data-node="incident plant-i-1"][data-walked]').waitFor()
      assert.equal(await node(page, 'device').count(), 5)
      await page.getByRole('button', { name: '2 more' }).click()
      await node(page, 'device press-7').press('Enter')
      await page.waitForURL(/\/devices\/press-7\/passport$/)
      await page.getByRole('heading', { name: 'Passport of Press 7', level: 1 }).waitFor()
    })
  })

  it('lead from incident, picture and dataset forward to the devices that learned from them', async () => {
    const { dataset, recordings } = plant.taught
    const frame = recordings[0]!.labels.frames[0]!.frame
    for (const [path, title] of [
      [`incident/${site}-i-1`, 'Learned from the incident “hand”'],
      [`frame/${frame}`, 'Learned from a picture'],
      [`dataset/${dataset}`, `Learned from ${dataset}`],
    ] as const)
      await withPage(`/lineage/${path}`, async (page) => {
        await page.getByRole('heading', { name: title, level: 1 }).waitFor()
        await page.getByText('Datasets: 1; models that learned from them: 1; devices that run one of these: 7.').waitFor()
        await node(page, 'model').click()
        await page.getByRole('heading', { name: `Passport of ${site} 2`, level: 1 }).waitFor()
      })
    await withPage('/lineage/nonsense/1', (page) => page.getByText('There is no such page').waitFor())
  })

  it('are a list from top to bottom on a phone, in German, too', async () => {
    await withPage(
      '/devices/press-8/passport',
      async (page) => {
        await page.getByRole('heading', { name: 'Pass von Press 8', level: 1 }).waitFor()
        await page.getByText('Es läuft etwas anderes').waitFor()
        assert.ok((await page.locator('main svg path[d*="C"]').count()) > 0)
        const tops = await page.locator('[data-node]').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left))
        assert.equal(new Set(tops).size, 1)
      },
      { width: 390, locale: 'de-DE', as: 'site-engineer' },
    )
  })

  it('have nothing that axe finds wrong, in light and in dark', async () => {
    for (const path of ['/devices/press-9/passport', `/models/${site}/2/passport`, `/lineage/incident/${site}-i-1`])
      for (const width of [1280, 390])
        await withPage(
          path,
          async (page) => {
            await node(page, 'model').first().waitFor()
            for (const colorScheme of ['light', 'dark'] as const) {
              await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
              assert.deepEqual(await findViolations(page), [], `${path} ${width} ${colorScheme}`)
            }
          },
          { width },
        )
  })
})
