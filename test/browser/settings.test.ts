import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Role } from '../../shared/domain/person.ts'
import type { Ports } from '../../shared/ports.ts'
import { createTestApp } from '../harness/test-app.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

const labeler = laptopPeople.find(({ handle }) => handle === 'data-labeler')!

describe('the settings', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' })
    await ports.rosters.saveSite({ id: 'plant-2', name: 'Plant 2', timeZone: 'Asia/Tokyo' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: id === labeler.id ? [] : ['plant-1'] })
    const common = { site: 'plant-1', quietHours: [], enabled: true }
    await ports.rosters.saveRecipient({
      ...{ ...common, id: 'kim', name: 'Kim Berg', phone: '+4915550101' },
      routes: [{ severities: ['critical'], channels: ['sms'], when: 'on-call' }],
    })
    await ports.rosters.saveRecipient({
      ...{ ...common, id: 'ola', name: 'Ola Nord', email: 'ola@example.com' },
      routes: [{ severities: ['critical', 'warning'], channels: ['email'], when: 'always' }],
    })
    const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
    const shifts = [{ days: [...everyDay], from: '00:00', to: '00:00', onCall: ['kim'] }]
    await ports.rosters.saveSchedule({ id: 'plan', site: 'plant-1', name: 'Plan', shifts })
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  async function open(t: TestContext, path: string, role: Role): Promise<Page> {
    const context = await browser.newContext()
    t.after(() => context.close())
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    await page.goto(`${served.origin}${path}`)
    return page
  }

  it('give a person a site, and it holds from their next click on', async (t) => {
    const theirs = await open(t, '/labeling', 'data-labeler')
    await theirs.getByText('You cover no site yet').waitFor()
    const page = await open(t, '/settings?tab=people', 'admin')
    await page.getByRole('button', { name: 'Edit Data labeler' }).click()
    await page.getByRole('checkbox', { name: 'Plant 2' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Data labeler is saved').waitFor()
    await theirs.reload()
    await theirs.getByRole('heading', { name: 'Labeling', level: 1 }).waitFor()
    assert.deepEqual((await ports.people.find(labeler.id))?.sites, ['plant-2'])
  })

  it('let a site engineer change the shifts, and say who is on call now', async (t) => {
    const page = await open(t, '/settings', 'site-engineer')
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'On call now' }) })
    await card.getByText('Kim Berg').waitFor()
    const plan = page.getByRole('region', { name: 'Plan' })
    await plan.getByRole('button', { name: 'Edit' }).click()
    const shift = page.getByRole('region', { name: 'Shift 1' })
    await shift.getByRole('checkbox', { name: 'Ola Nord' }).check()
    await shift.getByRole('checkbox', { name: 'Kim Berg' }).uncheck()
    await page.getByRole('button', { name: 'Add a shift' }).click()
    const second = page.getByRole('region', { name: 'Shift 2' })
    await second.getByRole('checkbox', { name: 'Sat' }).uncheck()
    await second.getByRole('checkbox', { name: 'Sun' }).uncheck()
    await second.getByLabel('To').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await second.getByText('This is needed.').waitFor()
    await second.getByLabel('To').fill('06:00')
    await page.getByRole('button', { name: 'Save' }).click()
    await card.getByText('Ola Nord').waitFor()
    assert.equal(await card.getByText('Kim Berg').count(), 0)
    assert.match((await plan.textContent()) ?? '', /Mon–Sun00:00–00:00Ola NordMon–Fri00:00–06:00Ola Nord/)
    const [saved] = (await ports.rosters.find('plant-1'))!.schedules
    assert.deepEqual(
      saved?.shifts.map(({ onCall, to }) => [onCall, to]),
      [
        [['ola'], '00:00'],
        [['ola'], '06:00'],
      ],
    )
  })

  it('take a recipient away, and back by the toast', async (t) => {
    const page = await open(t, '/settings?tab=recipients', 'site-engineer')
    const before = (await ports.rosters.find('plant-1'))!.recipients
    await page.getByRole('button', { name: 'Remove Ola Nord' }).click()
    await page.getByText('Ola Nord is removed').waitFor()
    await page.getByRole('region', { name: 'Ola Nord' }).waitFor({ state: 'detached' })
    assert.equal((await ports.rosters.find('plant-1'))!.recipients.length, 1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('region', { name: 'Ola Nord' }).waitFor()
    assert.deepEqual((await ports.rosters.find('plant-1'))!.recipients, before)
  })

  it('let a recipient hear of troubles of cameras, or of nothing else', async (t) => {
    const page = await open(t, '/settings?tab=recipients', 'site-engineer')
    const card = page.getByRole('region', { name: 'Ola Nord' })
    await card.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('checkbox', { name: 'Troubles of cameras' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await card.getByText('Troubles of cameras').waitFor()
    const routes = async () => (await ports.rosters.find('plant-1'))!.recipients.find(({ id }) => id === 'ola')?.routes
    assert.deepEqual((await routes())?.[0]?.kinds, ['camera'])
    await card.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('checkbox', { name: 'Troubles of cameras' }).uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await card.getByText('Troubles of cameras').waitFor({ state: 'detached' })
    assert.deepEqual((await routes())?.[0]?.kinds, undefined)
  })

  it('say at the field what is wrong, in words, and bring one there', async (t) => {
    const page = await open(t, '/settings?tab=recipients', 'site-engineer')
    await page.getByRole('button', { name: 'Edit' }).first().click()
    const phone = page.getByLabel('Phone')
    await phone.fill('0151')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Begin with + and the country, then 7 to 15 digits in all.').waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'tel')
    assert.equal(await phone.getAttribute('aria-invalid'), 'true')
    await phone.fill('+49 151 / 555-0101')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Kim Berg is saved').waitFor()
    assert.equal((await ports.rosters.find('plant-1'))!.recipients.find(({ id }) => id === 'kim')?.phone, '+491515550101')
  })

  it('show a field what only the server knows', async (t) => {
    const page = await open(t, '/settings?tab=sites', 'admin')
    await page.getByRole('button', { name: 'Add a site' }).click()
    await page.getByLabel('Name').fill('Werk Süd')
    assert.equal(await page.getByLabel('Id').inputValue(), 'werk-sued')
    await page.route('**/api/sites/werk-sued', async (route) => {
      const sent = { ...route.request().postDataJSON(), timeZone: 'Mars/Base' }
      await route.continue({ postData: JSON.stringify(sent) })
    })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('must be an IANA time zone such as Europe/Berlin').waitFor()
    await page.unroute('**/api/sites/werk-sued')
    await page.getByLabel('Time zone').selectOption('Europe/Vienna')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /Werk Süd werk-sued Europe\/Vienna/ }).waitFor()
  })

  it('let an auditor look and not touch, and keep from others what is not theirs', async (t) => {
    const page = await open(t, '/settings?tab=people', 'safety-auditor')
    await page.getByRole('heading', { name: 'On call now' }).waitFor()
    assert.deepEqual(await page.getByRole('tab').allInnerTexts(), ['On call', 'Recipients'])
    assert.equal(await page.getByRole('button', { name: /Add|Edit|Remove/ }).count(), 0)
    const other = await open(t, '/settings', 'data-scientist')
    await other.getByText('There is nothing to set for your role').waitFor()
  })

  for (const tab of ['on-call', 'recipients', 'people', 'sites'] as const)
    it(`${tab}: axe finds nothing, light and dark, with the form open`, async (t) => {
      const page = await open(t, `/settings?tab=${tab}`, 'admin')
      await page.getByRole('button', { name: /^Edit/ }).first().click()
      await page.getByRole('dialog').waitFor()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        assert.deepEqual(await findViolations(page), [])
      }
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      assert.deepEqual(await findViolations(page), [])
    })
})
