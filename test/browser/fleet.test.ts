import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Role } from '../../shared/domain/person.ts'
import { planDigest } from '../../shared/domain/plan-digest.ts'
import { RolloutPolicy } from '../../shared/domain/rollout.ts'
import { Rule } from '../../shared/domain/rule.ts'
import type { Ports } from '../../shared/ports.ts'
import { findViolations } from './find-violations.ts'
import { type FleetPlant, model, site, startFleetPlant } from './fleet-plant.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

const rollout = 'rel-0000000000000002-1'
const personRule = Rule.parse({ camera: 'dock', label: 'person', severity: 'info', confidence: 0.5 })

describe('the fleet', () => {
  let plant: FleetPlant
  let served: ServedApp
  let browser: Browser
  const begun: string[] = []

  before(async () => {
    const orchestrations: Ports['orchestrations'] = {
      start: async (_, id) => void begun.push(id),
      wake: async () => {},
      status: async () => undefined,
    }
    plant = await startFleetPlant({ orchestrations })
    await saveRollout(plant.ports)
    await plant.ports.fleet.saveRule({ id: 'person', site, name: 'Person at the dock', rule: personRule })
    served = await serveApp(plant.ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await plant.close()
  })

  async function open(context: BrowserContext, role: Role, path: string): Promise<Page> {
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    await page.goto(`${served.origin}${path}`)
    return page
  }
  const english = (more = {}) => browser.newContext({ locale: 'en-GB', ...more })

  it('lists devices with their problems first, and sorts by what one asks for', async () => {
    await using context = await english()
    const page = await open(context, 'site-engineer', '/fleet')
    const rows = page.getByRole('row')
    await rows.nth(2).waitFor()
    assert.match((await rows.nth(1).textContent()) ?? '', /Line 2\s*Not connected/)
    assert.match((await rows.nth(2).textContent()) ?? '', /Line 1\s*Well/)
    await page.getByRole('button', { name: 'Device', exact: true }).click()
    await page.waitForURL(/sort=name/)
    assert.match((await rows.nth(1).textContent()) ?? '', /Line 1/)
    assert.equal(await page.getByRole('button', { name: 'Add a device' }).count(), 0)
  })

  it('lets an IoT engineer add a camera after a look through it, draw a zone and a rule, and hear that the device took them', async () => {
    await using context = await english()
    const complaints: string[] = []
    context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    const page = await open(context, 'iot-engineer', '/fleet?tab=cameras')
    await page.getByRole('button', { name: 'Add a camera' }).click()
    const form = page.getByRole('dialog', { name: 'Add a camera' })
    await form.getByLabel('Name').fill('Door')
    await form.getByLabel('Device').selectOption('edge-1')
    await form.getByLabel('Source').fill('rtsp://camera.example.com/door')
    await form.getByRole('button', { name: 'Test picture' }).click()
    await form.getByRole('img', { name: 'The first picture of this source' }).waitFor()
    await form.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/\/fleet\/cameras\/door/)
    await page.getByText('Accepted by the device').waitFor()

    await page.getByRole('button', { name: 'Add a rule' }).click()
    const picture = page.getByRole('img', { name: 'Door now, 1 object' })
    await picture.waitFor()
    await page.getByLabel('Name of the rule').fill('Hand in the door')
    await page.getByLabel('What is seen').fill('hand')
    for (const [x, y] of [
      [0.3, 0.3],
      [0.7, 0.3],
      [0.5, 0.8],
    ] as const) {
      const { width, height } = (await picture.boundingBox())!
      await picture.click({ position: { x: x * width, y: y * height } })
    }
    const corner = page.getByRole('button', { name: /^Corner 3:/ })
    await corner.focus()
    await page.keyboard.press('Shift+ArrowDown')
    await page
      .getByText(/with its centre in the zone/)
      .last()
      .waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Hand in the door was saved').waitFor()
    await page.getByText('Accepted by the device').waitFor()
    const [saved] = (await plant.ports.fleet.rules(site)).filter(({ id }) => id === 'hand-in-the-door')
    const zone = saved?.rule.zone ?? []
    assert.equal(zone.length, 3)
    assert.ok(Math.abs(zone[2]![1] - 0.85) < 0.01, `${zone[2]}`)
    assert.deepEqual(complaints, [])
  })

  it('says what a rule would have raised in the last minutes', async () => {
    const now = plant.ports.clock().getTime()
    await saveInferences(plant.ports, now)
    await using context = await english()
    const page = await open(context, 'iot-engineer', '/fleet/cameras/gate')
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByLabel('What is seen').fill('hand')
    await page.getByText('1 incident out of 30 detections').waitFor()
    await page.getByText(/21 counts/).waitFor()
  })

  it('brings a rule back that was removed', async () => {
    await using context = await english()
    const page = await open(context, 'iot-engineer', '/fleet/cameras/dock?rule=person')
    await page.getByRole('button', { name: 'Remove rule' }).click()
    await page.getByText('Person at the dock was removed').waitFor()
    assert.equal(
      (await plant.ports.fleet.rules(site)).some(({ id }) => id === 'person'),
      false,
    )
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Person at the dock is back').waitFor()
    assert.deepEqual((await plant.ports.fleet.rules(site)).find(({ id }) => id === 'person')?.rule, personRule)
    await page.getByText('Saved. The device is not connected').waitFor()
  })

  it('says of a source that cannot be opened what the device said', async () => {
    await using context = await english()
    const page = await open(context, 'iot-engineer', '/fleet?tab=cameras')
    await page.getByRole('button', { name: 'Add a camera' }).click()
    const form = page.getByRole('dialog', { name: 'Add a camera' })
    await form.getByLabel('Device').selectOption('edge-1')
    await form.getByLabel('Source').fill('rtsp://nowhere.example.com/1')
    await form.getByRole('button', { name: 'Test picture' }).click()
    await form.getByText(/Connection refused/).waitFor()
  })

  it('shows the health of a device over time, and reloads it', async () => {
    await using context = await english()
    const page = await open(context, 'iot-engineer', '/fleet/devices/edge-1')
    await page.getByRole('img', { name: /^Frames\/s\. Frames\/s: 9\.8/ }).waitFor()
    await page.getByText('The device works with its newest settings.').waitFor()
    await page.getByRole('button', { name: 'Reload' }).click()
    await page.getByText('Line 1 has reloaded').waitFor()
  })

  it('lets a site engineer halt a rollout but not roll it back, and an IoT engineer both, with a reason', async () => {
    await using first = await english()
    const page = await open(first, 'site-engineer', `/fleet/rollouts/${rollout}`)
    await page.getByRole('button', { name: 'Halt' }).click()
    assert.equal(await page.getByRole('button', { name: 'Roll back' }).count(), 0)
    const dialog = page.getByRole('dialog', { name: 'Halt' })
    assert.equal(await dialog.getByRole('button', { name: 'Halt' }).isDisabled(), true)
    await dialog.getByLabel('Reason').fill('The dock sees nothing any more.')
    await dialog.getByRole('button', { name: 'Halt' }).click()
    await page.getByText('The dock sees nothing any more.').waitFor()

    await using second = await english()
    const other = await open(second, 'iot-engineer', `/fleet/rollouts/${rollout}`)
    await other.getByRole('button', { name: 'Roll back' }).click()
    await other.getByLabel('Reason').fill('Back to what worked.')
    await other.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
    await other.getByText('Rolling back').first().waitFor()
    assert.equal((await plant.ports.rollouts.find(site, rollout))?.value.state, 'rolling-back')
    assert.ok(begun.length > 0)
  })

  it('saves a rollout policy', async () => {
    await using context = await english()
    const page = await open(context, 'iot-engineer', '/fleet?tab=policy')
    await page.getByLabel('Watch a ring for (seconds)').fill('120')
    await page.getByLabel('Ring 1: share in %').fill('5')
    const windows = page.getByRole('region', { name: 'When devices may be changed' })
    await windows.getByText('At any time.').waitFor()
    await windows.getByRole('button', { name: 'Add hours' }).click()
    await windows.getByRole('checkbox', { name: 'Sun' }).check()
    await windows.getByRole('checkbox', { name: 'Mon' }).uncheck()
    await windows.getByLabel('From').fill('21:30')
    await windows.getByText('of the next day').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The policy was saved').waitFor()
    const { value } = await plant.ports.rollouts.policy(site)
    assert.deepEqual([value.bakeSeconds, value.rings[0]?.share], [120, 0.05])
    assert.deepEqual(value.windows, [{ days: ['tue', 'wed', 'thu', 'fri', 'sun'], from: '21:30', to: '04:00' }])
  })

  it('lets an IoT engineer remove a device on which no camera hangs, with a reason that stands on the audit log', async () => {
    const old = { id: 'edge-9', site, name: 'Old line' }
    await plant.ports.twins.register(old)
    await plant.ports.devices.save(old)
    await using context = await english()
    const page = await open(context, 'iot-engineer', '/fleet/devices/edge-2')
    await page.getByRole('button', { name: 'Remove device' }).click()
    await page.getByText('Move these cameras to another device, or remove them, first: Loading dock.').waitFor()
    await page.goto(`${served.origin}/fleet/devices/edge-9`)
    await page.getByRole('button', { name: 'Remove device' }).click()
    const dialog = page.getByRole('dialog', { name: 'Remove Old line?' })
    const remove = dialog.getByRole('button', { name: 'Remove device' })
    assert.equal(await remove.isDisabled(), true)
    await dialog.getByLabel('Reason').fill('Scrapped with the old line.')
    await remove.click()
    await page.getByText('Old line was removed').waitFor()
    await page.getByRole('link', { name: 'Line 1' }).waitFor()
    assert.equal(await page.getByRole('link', { name: 'Old line' }).count(), 0)
    assert.equal(await plant.ports.devices.find('edge-9'), undefined)
    const { entries } = await plant.ports.audit.read({ site, from: 1, limit: 1000 })
    const entry = entries.findLast(({ action }) => action === 'device-removed')
    assert.match(JSON.stringify(entry), /edge-9.*Scrapped with the old line/)
  })

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has nothing that keeps people out, in ${colorScheme}`, async () => {
      await using context = await english({ colorScheme })
      const page = await open(context, 'iot-engineer', '/fleet')
      await page.getByRole('link', { name: 'Line 2' }).waitFor()
      assert.deepEqual(await findViolations(page), [], 'devices')
      for (const [path, there] of [
        ['/fleet?tab=policy', 'Watch a ring for (seconds)'],
        ['/fleet?tab=rollouts', 'line-starter 4'],
        ['/fleet/cameras/dock?rule=person', 'Name of the rule'],
        ['/fleet/devices/edge-1', 'The device works with its newest settings.'],
        [`/fleet/rollouts/${rollout}`, '2. all'],
      ] as const) {
        await page.goto(`${served.origin}${path}`)
        await page.getByText(there).first().waitFor()
        assert.deepEqual(await findViolations(page), [], path)
      }
    })
})

/** A rollout whose first ring is done and whose second is on its way. */
async function saveRollout(ports: Ports): Promise<void> {
  const at = (minutes: number) => new Date(ports.clock().getTime() - minutes * 60_000).toISOString()
  const policy = RolloutPolicy.parse({
    rings: [
      { name: 'first', share: 0.5 },
      { name: 'all', share: 1 },
    ],
  })
  const ring = { devices: 1, well: 0, failed: 0, away: 0 }
  await ports.rollouts.save(
    {
      ...{ id: rollout, site, release: 'rel-0000000000000002', model: { ...model, version: '4' }, before: 'rel-0000000000000001' },
      ...{ policy, policySha256: planDigest(policy), state: 'running', ring: 1, startedAt: at(90), startedBy: 'somebody' },
      rings: [
        { ...ring, name: 'first', startedAt: at(90), takenAt: at(85), doneAt: at(25), well: 1 },
        { ...ring, name: 'all', startedAt: at(25) },
      ],
    },
    undefined,
  )
  await ports.rollouts.saveDevices(rollout, [
    { device: 'edge-1', ring: 0, state: 'well', targetedAt: at(90), takenAt: at(85) },
    { device: 'edge-2', ring: 1, state: 'away', targetedAt: at(25) },
  ])
}

/** A hand for three seconds, sure for the last two of them, a minute ago. */
async function saveInferences(ports: Ports, nowMs: number): Promise<void> {
  const box = { left: 0.4, top: 0.4, width: 0.1, height: 0.2 }
  const frames = Array.from({ length: 40 }, (_, index) => ({
    ...{ at: new Date(nowMs - 60_000 + index * 100).toISOString(), ptsMs: index * 100, width: 960, height: 540, inferenceMs: 4 },
    detections: index < 30 ? [{ label: 'hand', confidence: index < 9 ? 0.3 : 0.9, box }] : [],
  }))
  const message = { device: 'edge-1', bootId: 'boot-1', seq: 999, at: frames[0]!.at, camera: 'gate', model, frames }
  await ports.inferences.save({ site, isLate: false, time: frames[0]!.at, message })
}
