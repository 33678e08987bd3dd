import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Role } from '../../shared/domain/person.ts'
import { findViolations } from './find-violations.ts'
import { type FleetPlant, site, startFleetPlant } from './fleet-plant.ts'
import { fouledIncident, tellFouledDay, tellNow } from './fouled-camera.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

describe('the health of a camera', () => {
  let plant: FleetPlant
  let served: ServedApp
  let browser: Browser

  before(async () => {
    plant = await startFleetPlant()
    await tellFouledDay(plant.ports)
    await fouledIncident(plant.ports, plant.connectionString)
    served = await serveApp(plant.ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await plant.close()
  })

  beforeEach(() => tellNow(plant.ports))

  async function open(context: BrowserContext, path: string, role: Role = 'iot-engineer'): Promise<Page> {
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    await page.goto(`${served.origin}${path}`)
    return page
  }

  it('stands on the wall in a word', async () => {
    await using context = await browser.newContext({ locale: 'en-GB' })
    const page = await open(context, '/wall')
    const gate = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Gate' }) })
    await gate.getByText('Blurred').waitFor()
  })

  it('is told on the page of the camera: what, since when, what to do, and the day in two plots', async () => {
    await using context = await browser.newContext({ locale: 'en-GB' })
    const complaints: string[] = []
    context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    const page = await open(context, '/fleet/cameras/gate')
    await page.getByText('Clean the lens of Gate, then check its focus.').waitFor()
    await page.getByRole('heading', { name: 'Brightness, %' }).waitFor()
    await page.getByRole('heading', { name: /^Sharpness/ }).waitFor()
    assert.deepEqual(complaints, [])
  })

  it('lets an IoT engineer say that this is how it should look, after it was said what that means, and nobody else', async () => {
    await using context = await browser.newContext({ locale: 'en-GB' })
    const page = await open(context, '/fleet/cameras/gate')
    await page.getByRole('button', { name: 'This is how it should look' }).click()
    const dialog = page.getByRole('dialog', { name: 'This is how it should look' })
    await dialog.getByText(/look at the zones of its rules/).waitFor()
    assert.deepEqual(plant.accepted, [])
    await dialog.getByRole('button', { name: 'It should look like this' }).click()
    await page.getByText('Gate learns how it should look').waitFor()
    assert.deepEqual(plant.accepted, ['gate'])
    const { entries } = await plant.ports.audit.read({ site, from: 1, limit: 100 })
    assert.ok(entries.some(({ action, subject }) => action === 'camera-picture-accepted' && subject === 'camera/gate'))

    await using other = await browser.newContext({ locale: 'en-GB' })
    const engineer = await open(other, '/fleet/cameras/gate', 'site-engineer')
    await engineer.getByText('Clean the lens of Gate, then check its focus.').waitFor()
    assert.equal(await engineer.getByRole('button', { name: 'This is how it should look' }).count(), 0)
  })

  it('makes an incident that says in words what is wrong, in German too, and asks for no boxes', async () => {
    await using context = await browser.newContext({ locale: 'de-DE' })
    const page = await open(context, '/incidents/fouled-1', 'site-engineer')
    await page.getByRole('heading', { name: 'Unscharf · Gate' }).waitFor()
    await page.getByText('Reinigen Sie die Linse von Gate und prüfen Sie dann die Schärfe.').waitFor()
    await page.getByRole('img', { name: /^Gate: Unscharf/ }).waitFor()
    await page.getByText('41 %').waitFor()
    await page.getByText('Ein Urteil darüber wird aufbewahrt; ein Modell lernt nichts daraus.').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Rahmen korrigieren' }).count(), 0)
  })

  it('lies in the queue among the others under its own name', async () => {
    await using context = await browser.newContext({ locale: 'en-GB' })
    const page = await open(context, '/incidents', 'site-engineer')
    await page.getByText('Blurred').first().waitFor()
    await page.getByText('Gate · The camera itself').waitFor()
  })

  for (const colorScheme of ['light', 'dark'] as const)
    it(`breaks no rule of accessibility in ${colorScheme} colours`, async () => {
      await using context = await browser.newContext({ locale: 'en-GB', colorScheme, viewport: { width: 390, height: 844 } })
      const page = await open(context, '/fleet/cameras/gate')
      await page.getByRole('heading', { name: /^Sharpness/ }).waitFor()
      assert.deepEqual(await findViolations(page), [])
      await page.goto(`${served.origin}/incidents/fouled-1`)
      await page.getByText('The camera itself').waitFor()
      assert.deepEqual(await findViolations(page), [])
    })
})
