// Whoever may not do a thing does not see it offered, and is refused who asks for it all the same. What a role may do stands in
// the routes of the API alone: the pages are held against them.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { routes } from '../../functions/review/routes/index.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { type Role, roles } from '../../shared/domain/person.ts'
import { rememberStarts } from '../shared/operations/approval-support/open-question.ts'
import { type FleetPlant, site, startFleetPlant } from './fleet-plant.ts'
import { launchBrowser } from './launch-browser.ts'
import { type Places, storeOneOfEach } from './one-of-each.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

type Offer = readonly [operation: string, find: (page: Page) => Locator]

const button =
  (name: string, exact = true) =>
  (page: Page) =>
    page.getByRole('main').getByRole('button', { name, exact })
const link = (name: string) => (page: Page) => page.getByRole('main').getByRole('link', { name, exact: true })

/** Every screen on which somebody can do something, and what. One after the other are of different routes, so that each is drawn anew. */
const screens: readonly (readonly [path: (places: Places) => string, offers: readonly Offer[]])[] = [
  [() => '/incidents', [['judgeIncident', (page) => page.locator('[data-incident] input[type=checkbox]').first()]]],
  [
    () => '/incidents/mine',
    [
      ['judgeIncident', button('True')],
      ['acknowledgeIncident', button('Acknowledge')],
      ['resolveIncident', button('Resolve')],
      ['reportMissedObject', button('Missed object')],
      ['commentIncident', (page) => page.getByRole('main').getByRole('textbox', { name: 'Comment' })],
    ],
  ],
  [() => '/archive?tab=holds', [['placeHold', button('Place a hold')]]],
  [() => '/datasets', [['requestImport', link('Import labels')]]],
  [({ dataset }) => `/datasets/${dataset}?tab=exports`, [['requestExport', button('Export')]]],
  [() => '/nights', [['startNight', (page) => button('Start a night now')(page).first()]]],
  [() => '/nights/policy', [['saveNightPolicy', button('Save')]]],
  [
    () => '/models',
    [
      ['uploadModel', button('Bring in a model')],
      ['startRun', button('Start a run')],
    ],
  ],
  [
    () => `/models/${site}/2`,
    [
      ['evaluateModel', button('Compare with the champion')],
      ['revokeModel', button('Revoke')],
    ],
  ],
  [() => '/models/training-policy', [['saveTrainingPolicy', button('Save')]]],
  [() => '/models/gate-policy', [['saveGatePolicy', button('Save')]]],
  [({ run }) => `/runs/${run}`, [['cancelRun', button('Cancel the run')]]],
  [({ evaluation }) => `/evaluations/${evaluation}`, [['recomputeEvaluation', button('Work it out again')]]],
  [({ approval }) => `/approvals/${approval}`, [['decideApproval', button('Approve')]]],
  [({ release }) => `/releases/${release}`, [['retryRelease', button('Build it again')]]],
  [() => '/fleet', [['saveDevice', button('Add a device')]]],
  [() => '/fleet/devices/edge-1', [['reloadDevice', button('Reload')]]],
  [() => '/fleet?tab=cameras', [['saveCamera', button('Add a camera')]]],
  [
    () => '/fleet/cameras/gate',
    [
      ['saveCamera', button('Camera settings')],
      ['removeCamera', button('Remove camera')],
      ['saveRule', button('Add a rule')],
    ],
  ],
  [() => '/fleet?tab=policy', [['saveRolloutPolicy', button('Save')]]],
  [
    ({ rollout }) => `/fleet/rollouts/${rollout}`,
    [
      ['haltRollout', button('Halt')],
      ['resumeRollout', button('Resume')],
      ['rollBackRollout', button('Roll back')],
    ],
  ],
  [
    () => '/notices/monitors',
    [
      [
        'saveMonitor',
        (page) =>
          page
            .getByRole('main')
            .getByRole('button', { name: /^Change/ })
            .first(),
      ],
    ],
  ],
  [() => '/settings?tab=recipients', [['saveRecipient', button('Add a recipient')]]],
  [
    () => '/compliance?tab=policy',
    [
      ['tryCompliancePolicy', button('Try')],
      ['saveCompliancePolicy', button('Save as a new version')],
    ],
  ],
  [() => '/settings?tab=people', [['savePerson', button('Add a person')]]],
]

/** Every address that names a thing of a site, and what it names. */
const things: readonly (readonly [path: (id: string) => string, id: (places: Places) => string])[] = [
  [(id) => `/incidents/${id}`, () => 'mine'],
  [(id) => `/datasets/${id}`, ({ dataset }) => dataset],
  [(id) => `/models/${site}/${id}`, () => '2'],
  [(id) => `/models/${site}/${id}/passport`, () => '2'],
  [(id) => `/runs/${id}`, ({ run }) => run],
  [(id) => `/evaluations/${id}`, ({ evaluation }) => evaluation],
  [(id) => `/approvals/${id}`, ({ approval }) => approval],
  [(id) => `/releases/${id}`, ({ release }) => release],
  [(id) => `/fleet/devices/${id}`, () => 'edge-1'],
  [(id) => `/fleet/cameras/${id}`, () => 'gate'],
  [(id) => `/fleet/rollouts/${id}`, ({ rollout }) => rollout],
  [(id) => `/devices/${id}/passport`, () => 'edge-1'],
  [(id) => `/lineage/incident/${id}`, () => 'mine'],
  [(id) => `/lineage/dataset/${id}`, ({ dataset }) => dataset],
]

describe('the pages, for each role', () => {
  let plant: FleetPlant
  let served: ServedApp
  let browser: Browser
  let places: Places

  before(async () => {
    plant = await startFleetPlant({ orchestrations: rememberStarts() })
    places = await storeOneOfEach(plant.ports)
    served = await serveApp(plant.ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await plant.close()
  })

  const routeOf = (operation: string) => routes.find(({ name }) => name === operation)!
  const may = (role: Role, operation: string) => role === 'admin' || (routeOf(operation).roles as readonly Role[]).includes(role)

  for (const role of roles)
    it(`offer to ${role} what the API lets them do, and nothing else`, async () => {
      await using context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
      await signInAs(context, served.origin, role)
      const page = await context.newPage()
      await page.goto(`${served.origin}/wall`)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      for (const [path, offers] of screens) {
        await goTo(page, path(places))
        const refused = `${path(places)} does not offer it: `
        for (const [operation, find] of offers)
          if (may(role, operation))
            await find(page)
              .waitFor()
              .catch(() => assert.fail(refused + operation))
        for (const [operation, find] of offers)
          if (!may(role, operation)) assert.equal(await find(page).count(), 0, `${path(places)} offers ${operation}`)
      }
    })

  for (const role of roles.filter((one) => one !== 'admin'))
    it(`are of no use to ${role} for what is hidden from them: the API refuses it`, async () => {
      await using context = await browser.newContext()
      await signInAs(context, served.origin, role)
      for (const operation of new Set(screens.flatMap(([, offers]) => offers.map(([name]) => name)))) {
        if (may(role, operation)) continue
        const { method, path } = routeOf(operation)
        const address = path.replace('{site}', site).replaceAll(/\{\w+\}/g, 'a1')
        const answer = await context.request.fetch(`${served.origin}/api/${address}`, { method, ...(method !== 'GET' && { data: {} }) })
        assert.equal(answer.status(), 403, operation)
      }
    })

  it('say of what another site has the same as of what does not exist', async () => {
    const { id, name } = laptopPeople.find(({ handle }) => handle === 'data-scientist')!
    await plant.ports.rosters.saveSite({ id: 'plant-2', name: 'Plant 2', timeZone: 'Europe/Berlin' })
    await plant.ports.people.save({ id, name, sites: ['plant-2'] })
    try {
      await using context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
      await signInAs(context, served.origin, 'data-scientist')
      const page = await context.newPage()
      for (const [path, idOf] of things) {
        const foreign = idOf(places)
        const missing = `${foreign.slice(0, -1)}${foreign.endsWith('8') ? '9' : '8'}`
        const texts: string[] = []
        for (const one of [foreign, missing]) {
          await page.goto(served.origin + path(one))
          await isThere(page, path(one))
          texts.push(((await page.getByRole('main').textContent()) ?? '').replaceAll(one, 'ID'))
        }
        assert.equal(texts[0], texts[1], path('ID'))
      }
    } finally {
      await plant.ports.people.save({ id, name, sites: [site] })
    }
  })

  /** From screen to screen as by a link. */
  async function goTo(page: Page, path: string): Promise<void> {
    await page.evaluate((address) => {
      document.querySelector('main h1')?.setAttribute('data-left', '')
      history.pushState({}, '', address)
    }, path)
    await isThere(page, path)
  }

  /** Nothing of the page is on its way any more. */
  async function isThere(page: Page, path: string): Promise<void> {
    await page
      .waitForFunction(() => {
        const main = document.querySelector('main')
        return main?.querySelector('h1, [role=alert]') != null && main.querySelector('h1[data-left], [aria-busy=true]') === null
      })
      .catch(async () => assert.fail(`${path} does not come: ${await page.locator('main').innerHTML()}`))
  }
})
