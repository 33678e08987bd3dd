import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Role } from '../../shared/domain/person.ts'
import type { Ports } from '../../shared/ports.ts'
import { createTestApp } from '../harness/test-app.ts'
import { openCompliancePlant, site } from './compliance-plant.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

describe('the page of what leaves a site', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site] })
    await openCompliancePlant(ports, Date.now(), { days: 2, minutes: 8 })
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  async function open(t: TestContext, path: string, role: Role, look: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext(look)
    t.after(() => context.close())
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    t.after(() =>
      assert.deepEqual(
        complaints.filter((words) => !words.includes('409')),
        [],
      ),
    )
    await page.goto(`${served.origin}${path}`)
    return page
  }

  it('counts what left and what stayed, by rule, in the words of the reader', async (t) => {
    const page = await open(t, '/compliance', 'data-scientist')
    const tile = (name: string) => page.locator('dl').first().locator('div', { hasText: name }).locator('dd')
    await tile('Stayed').waitFor()
    assert.deepEqual([await tile('Stayed').textContent(), await tile('Set aside').textContent()], ['4', '2'])
    await page.getByText('Figures by day and rule').click()
    const table = page.getByRole('table', { name: 'By rule' })
    assert.match((await table.textContent()) ?? '', /gate-stays/)
    assert.doesNotMatch((await page.locator('main').textContent()) ?? '', /Gate\b/)
    const german = await open(t, '/compliance', 'data-scientist', { locale: 'de-DE' })
    await german.getByRole('heading', { name: 'Datenfreigabe', level: 1 }).waitFor()
  })

  it('lets a safety auditor write a policy, try it on last week and save it with a reason', async (t) => {
    const page = await open(t, '/compliance?tab=policy', 'safety-auditor')
    await page.getByText('Version 1 holds.').waitFor()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    const rule = page.locator('section', { has: page.getByRole('heading', { name: '4. rule-4' }) })
    await rule.getByLabel('Name of the rule').fill('Nobody leaves')
    const save = page.getByRole('button', { name: 'Save as a new version' })
    await save.click()
    // What the API would refuse is said at the field, before it is sent.
    const name = page.locator('[aria-invalid="true"]')
    assert.equal(await name.inputValue(), 'Nobody leaves')
    await name.fill('people-stay')
    const changed = page.locator('section', { has: page.getByRole('heading', { name: '4. people-stay' }) })
    await changed.getByLabel('What happens').selectOption({ label: 'It stays' })
    await changed.getByText('When it fits').click()
    await changed.getByLabel('People', { exact: true }).selectOption({ label: 'Seen' })
    for (let step = 0; step < 3; step++) await page.getByRole('button', { name: 'Move people-stay up' }).click()
    await page.getByRole('heading', { name: '1. people-stay' }).waitFor()

    await page.getByRole('button', { name: 'Try', exact: true }).click()
    await page.getByText('16 items, 4 would end otherwise.').waitFor()
    await page.locator('summary', { hasText: 'Examples' }).click()
    assert.match((await page.getByRole('table', { name: 'Examples' }).textContent()) ?? '', /press/)

    await page.getByLabel('Why (for the history)').fill('People stay at home')
    await save.click()
    await page.getByText('Version 2 holds from now on').waitFor()
    await page.getByRole('tab', { name: 'Versions' }).click()
    const version = page.locator('section', { has: page.getByRole('heading', { name: 'Version 2' }) })
    assert.match((await version.textContent()) ?? '', /People stay at home/)
    assert.match((await version.textContent()) ?? '', /people-stay → gate-stays/)
    const { number, policy } = await ports.compliancePolicies.newest(site)
    assert.deepEqual([number, policy.rules[0]!.id, policy.rules[0]!.when], [2, 'people-stay', { people: true }])
  })

  it('says so when somebody else saved meanwhile, and shows theirs', async (t) => {
    const page = await open(t, '/compliance?tab=policy', 'safety-auditor')
    await page.getByLabel('Longer side of pictures (pixels)').last().fill('800')
    const { number, policy } = await ports.compliancePolicies.newest(site)
    await ports.compliancePolicies.add({ site, number: number + 1, policy: { ...policy, longSide: 640 } })
    await page.getByRole('button', { name: 'Save as a new version' }).click()
    await page.getByText('Somebody else changed this meanwhile.').waitFor()
    await page.getByRole('button', { name: 'Show theirs' }).click()
    await page.getByText(`Version ${number + 1} holds.`).waitFor()
    assert.equal(await page.getByLabel('Longer side of pictures (pixels)').last().inputValue(), '640')
  })

  it('lets others read and try, and never save; of items they see numbers alone', async (t) => {
    const page = await open(t, '/compliance?tab=policy', 'iot-engineer')
    await page.getByText('Safety auditors save it').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Save as a new version' }).count(), 0)
    await page.getByRole('button', { name: 'Try', exact: true }).click()
    await page.getByText('Which items those are, safety auditors and site engineers can see.').waitFor()
    assert.equal(await page.getByText('Examples').count(), 0)
  })

  it('breaks no rule of accessibility, light or dark, wide or on a phone', async (t) => {
    for (const [colorScheme, viewport] of [
      ['light', { width: 1280, height: 800 }],
      ['dark', { width: 390, height: 844 }],
    ] as const) {
      const page = await open(t, '/compliance', 'safety-auditor', { colorScheme, viewport })
      await page.getByText('Figures by day and rule').waitFor()
      assert.deepEqual(await findViolations(page), [])
      await page.getByRole('tab', { name: 'Policy' }).click()
      await page.getByRole('button', { name: 'Add a rule' }).waitFor()
      assert.deepEqual(await findViolations(page), [])
      await page.getByRole('tab', { name: 'Versions' }).click()
      await page.getByText('The policy as data').first().waitFor()
      assert.deepEqual(await findViolations(page), [])
    }
  })
})
