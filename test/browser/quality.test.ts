import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { DriftThresholds } from '../../shared/domain/drift-thresholds.ts'
import { watchQuality } from '../../shared/operations/watch-quality.ts'
import type { Ports } from '../../shared/ports.ts'
import { playQuality, qualityModel } from '../harness/quality-plant.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { createTestApp } from '../harness/test-app.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

const dayMs = 86_400_000

describe('the screen of model quality', () => {
  let azurite: RunningAzurite
  let served: ServedApp
  let browser: Browser
  let ports: Ports

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    const startMs = Math.floor(Date.now() / dayMs) * dayMs - 5 * dayMs
    await playQuality(ports, { site: 'plant-1', startMs, days: 5, strangeFromDay: 4 })
    await ports.rosters.saveSite({ id: 'plant-2', name: 'plant-2', timeZone: 'UTC' })
    await judgePlant(ports)
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant-1', 'plant-2', 'plant-3'] })
    await watchQuality(ports, 'plant-1', new Date())
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  it('says what drifts since when, against what is usual, and leads to the frames that show it', async () => {
    await using context = await browser.newContext()
    await signInAs(context, served.origin, 'data-scientist')
    const page = await context.newPage()
    await page.goto(`${served.origin}/quality`)
    await page.getByRole('heading', { name: /^Looks of objects · Capper/ }).waitFor()
    await page.getByText('0 of 12 frames answered').first().waitFor()
    await page.getByRole('img', { name: /^Brightness\. Measured: 0\.2/ }).waitFor()
    await page.getByText('No verdicts in this time').waitFor()
    await page.getByRole('link', { name: 'Review its frames' }).first().click()
    await page.waitForURL('**/labeling/work?camera=cam-1')
    await page.getByText('Shows what has changed').first().waitFor()
  })

  it('shows how far confidence can be believed, beside the first days of the model', async () => {
    await using context = await browser.newContext()
    await signInAs(context, served.origin, 'data-scientist')
    const page = await context.newPage()
    await page.goto(`${served.origin}/quality`)
    await page.getByRole('combobox', { name: 'Site' }).selectOption('plant-3')
    await page.getByRole('img', { name: /Since then: 90% sure, 40% right\. First days: 90% sure, 80% right/ }).waitFor()
    await page.getByText(/Since then: off by 50% on average \(95 % interval \d+% to \d+%, 30 incidents\)/).waitFor()
    await page.getByText('The model is surer than it is right, more than in its first days.').first().waitFor()
  })

  it('takes other days of a camera as what is usual from a data scientist who says why, and from nobody else', async () => {
    await using context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    await signInAs(context, served.origin, 'data-scientist')
    const page = await context.newPage()
    await page.goto(`${served.origin}/quality`)
    await page.getByRole('button', { name: 'What is usual has changed …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Make a new reference' })
    await dialog.getByRole('button', { name: 'Make a new reference' }).click()
    await dialog.getByText('Say why, for those who come after you.').waitFor()
    assert.deepEqual(await findViolations(page), [])
    await dialog.getByLabel('Why is it to stay?').fill('The new caps are blue from now on.')
    await dialog.getByRole('button', { name: 'Make a new reference' }).click()
    await page.getByText('The new reference counts from the next hourly look on.').waitFor()
    const newest = (await ports.quality.references('plant-1')).at(-1)
    assert.deepEqual([newest?.reason, newest?.camera], ['The new caps are blue from now on.', 'cam-1'])
    const { entries } = await ports.audit.read({ site: 'plant-1', from: 1, limit: 100 })
    assert.ok(entries.some(({ action }) => action === 'quality-reference-made'))

    await using engineer = await browser.newContext()
    await signInAs(engineer, served.origin, 'site-engineer')
    const other = await engineer.newPage()
    await other.goto(`${served.origin}/quality`)
    await other.getByRole('img', { name: /^Brightness/ }).waitFor()
    assert.equal(await other.getByRole('button', { name: 'What is usual has changed …' }).count(), 0)
  })

  it('says so where nobody has looked yet', async () => {
    await using context = await browser.newContext()
    await signInAs(context, served.origin, 'data-scientist')
    const page = await context.newPage()
    await page.goto(`${served.origin}/quality`)
    await page.getByRole('combobox', { name: 'Site' }).selectOption('plant-2')
    await page.getByText('Nobody has looked at this site yet').waitFor()
  })

  for (const colorScheme of ['light', 'dark'] as const)
    it(`is accessible, ${colorScheme}`, async () => {
      await using context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })
      await signInAs(context, served.origin, 'data-scientist')
      const page = await context.newPage()
      await page.goto(`${served.origin}/quality`)
      await page.getByRole('img', { name: /^Brightness/ }).waitFor()
      assert.deepEqual(await findViolations(page), [])
    })
})

/** A plant whose model was right in its first two days, and is wrong more often since, as sure as ever. */
async function judgePlant(ports: Ports): Promise<void> {
  const site = 'plant-3'
  const since = new Date(Date.now() - 4 * dayMs).toISOString()
  await ports.rosters.saveSite({ id: site, name: site, timeZone: 'UTC' })
  await ports.models.setChampion({ site, model: qualityModel, release: 'rel-1', since }, undefined)
  await ports.quality.saveThresholds(site, DriftThresholds.parse({ verdictDays: 2 }), undefined)
  for (const [daysAgo, confirmed] of [
    [3, 24],
    [1, 12],
  ] as const) {
    for (let index = 0; index < 30; index++) {
      const startedAt = new Date(Date.now() - daysAgo * dayMs + index * 60_000).toISOString()
      const verdict = index < confirmed ? ('confirmed' as const) : ('rejected' as const)
      const incident = sampleIncident(`judged-${daysAgo}-${index}`, { site, startedAt, verdict, model: qualityModel })
      await ports.incidents.write({ incident, version: undefined })
    }
  }
  await watchQuality(ports, site, new Date())
}
