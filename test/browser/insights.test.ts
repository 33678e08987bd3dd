import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { updateInsights } from '../../shared/operations/update-insights.ts'
import type { Ports } from '../../shared/ports.ts'
import { insightDays, saveInsightDays } from '../harness/insight-days.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { createTestApp } from '../harness/test-app.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

const dayMs = 86_400_000
const rules = [
  { rule: 'no-cap', label: 'missing-cap', perHour: 0.2, falseShare: 0.1 },
  { rule: 'hand-in-zone', label: 'hand', perHour: 0.1, falseShare: 0.7 },
]

describe('the screen of insights', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    const sites = ['plant-1', 'plant-2', 'plant-3']
    for (const id of sites) await ports.rosters.saveSite({ id, name: id, timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites })
    const verdicts = ['rejected', 'rejected', 'confirmed', undefined] as const
    for (const [index, verdict] of verdicts.entries()) {
      const id = `incident-${index}`
      const startedAt = new Date(Date.now() - (index + 1) * dayMs).toISOString()
      await ports.changes.mark({ kind: 'incident', id, site: 'plant-1' })
      const acknowledgedAt = new Date(Date.parse(startedAt) + 42_000).toISOString()
      const incident = sampleIncident(id, {
        site: 'plant-1',
        startedAt,
        verdict,
        rule: verdict === 'rejected' ? 'noisy-rule' : 'quiet-rule',
        acknowledgedAt,
      })
      await ports.incidents.write({ incident, version: undefined })
    }
    await updateInsights(ports)
    // Forty days of a plant with everything in it; what is odd is on a working day before the last two.
    const until = new Date(Date.now() - dayMs).toISOString().slice(0, 10)
    await saveInsightDays(ports, insightDays({ site: 'plant-3', until, days: 40, cameras: ['capping', 'packing'], rules }))
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  const open = async (context: Awaited<ReturnType<Browser['newContext']>>, path: string, site: string) => {
    await signInAs(context, served.origin, 'site-engineer')
    const page = await context.newPage()
    await page.goto(`${served.origin}${path}`)
    await page.getByRole('combobox', { name: 'Site' }).selectOption(site)
    return page
  }

  it('says what happened, what of it was false, which rule makes the noise, and how fast people were', async () => {
    await using context = await browser.newContext()
    const page = await open(context, '/insights?days=7', 'plant-1')
    await page.getByText('67%').first().waitFor()
    await page
      .getByText(/^42\s?s/)
      .first()
      .waitFor()
    const rules = page.getByRole('figure', { name: 'Rules by noise' }).getByRole('term')
    assert.deepEqual(await rules.allInnerTexts(), ['noisy-rule', 'quiet-rule'])
  })

  it('looks back as far as one asks, and keeps that in the address', async () => {
    await using context = await browser.newContext()
    const page = await open(context, '/insights', 'plant-1')
    await page.getByRole('button', { name: '90 days' }).click()
    await page.waitForURL('**/insights?days=90')
    assert.equal(await page.getByRole('button', { name: '90 days' }).getAttribute('aria-pressed'), 'true')
  })

  it('says so where nothing happened', async () => {
    await using context = await browser.newContext()
    const page = await open(context, '/insights', 'plant-2')
    await page.getByText('Nothing happened in these days').waitFor()
  })

  it('tells what is not as usual, and marks its day', async () => {
    await using context = await browser.newContext()
    const page = await open(context, '/insights', 'plant-3')
    await page.getByRole('heading', { name: 'Not as usual' }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Too many' }).filter({ hasText: 'bottle, 2 cameras' }).first().waitFor()
    const trend = page.getByRole('img', { name: /^Objects counted a day\./ })
    assert.match((await trend.getAttribute('aria-label')) ?? '', /bottle, 2 cameras: [\d,]+ seen/)
  })

  it('shows one camera when asked for it, by a link as well', async () => {
    await using context = await browser.newContext()
    const page = await open(context, '/insights?days=90&camera=packing&rule=no-cap', 'plant-3')
    const cameras = page.getByRole('figure', { name: 'Cameras by noise' }).getByRole('term')
    await cameras.first().waitFor()
    assert.deepEqual(await cameras.allInnerTexts(), ['packing'])
    await page.getByRole('img', { name: /^packing: \d+% of the time at work/ }).waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.waitForURL('**/insights?days=90')
    await page.getByRole('img', { name: /^capping: / }).waitFor()
  })

  it('tells long stretches in months', async () => {
    await using context = await browser.newContext()
    const page = await open(context, '/insights?days=1095', 'plant-3')
    await page.getByRole('img', { name: /^Incidents a month\./ }).waitFor()
  })

  it('gives the days as a file', async () => {
    await using context = await browser.newContext()
    const page = await open(context, '/insights?days=7', 'plant-3')
    await page.getByRole('combobox', { name: 'What' }).selectOption('objects')
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV' }).click()
    const download = await coming
    assert.match(download.suggestedFilename(), /^plant-3-objects-[\d-]+\.csv$/)
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk)
    const [head, first] = Buffer.concat(chunks).toString('utf8').split('\r\n')
    assert.equal(head, 'site_id,day,hour,camera,label,objects')
    assert.match(first ?? '', /^plant-3,\d{4}-\d\d-\d\d,\d+,capping,bottle,\d+$/)
  })

  for (const colorScheme of ['light', 'dark'] as const)
    it(`is accessible and no wider than a phone, ${colorScheme}`, async () => {
      await using context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })
      const page = await open(context, '/insights', 'plant-3')
      await page.getByRole('heading', { name: 'Cameras at work' }).waitFor()
      assert.deepEqual(await findViolations(page), [])
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390)
    })
})
