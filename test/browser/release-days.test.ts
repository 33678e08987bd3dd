// Days of those who bring a better model to the line, on the whole product as `npm start` brings it up: the answer, the images,
// the device that pulls them, and the way back.
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import yazl from 'yazl'
import { createApi, createSendZip } from '../../local/console/api.ts'
import type { Evaluation } from '../../shared/domain/evaluation.ts'
import { modelFiles } from '../../shared/domain/model-package.ts'
import type { RegisteredModel } from '../../shared/domain/registered-model.ts'
import { starterFolder, writeHastyModel } from '../harness/hasty-model.ts'
import { storeLineTestSet } from '../harness/line-test-set.ts'
import { type RunningFactory, startFactory } from '../harness/running-factory.ts'
import { createTestApp } from '../harness/test-app.ts'
import { launchBrowser } from './launch-browser.ts'
import { openDesk } from './open-desk.ts'

const [site, camera] = ['plant-1', 'line-3']

describe('a day with a better model', () => {
  const hasty = writeHastyModel()
  let factory: RunningFactory
  let browser: Browser
  let better: RegisteredModel
  const ended = new AbortController()

  before(async () => {
    browser = await launchBrowser()
    factory = await startFactory(7, ['--model', hasty])
    better = await bringBetterModel()
  })
  after(async () => {
    ended.abort()
    await browser.close()
    await factory.close()
    rmSync(hasty, { recursive: true })
  })

  /** Somebody who will not be the one to approve it brings the starter, and has it compared on drawn frames. */
  async function bringBetterModel(): Promise<RegisteredModel> {
    const [admin, scientist, engineer] = (['admin', 'data-scientist', 'iot-engineer'] as const).map((role) =>
      createApi(factory.origin, role, ended.signal),
    ) as [ReturnType<typeof createApi>, ReturnType<typeof createApi>, ReturnType<typeof createApi>]
    await scientist.put(`sites/${site}/gate-policy`, { leastObjects: 5, leastBiasObjects: 5 })
    await engineer.put(`sites/${site}/rollout-policy`, {
      rings: [
        { name: 'first', share: 0.5 },
        { name: 'all', share: 1 },
      ],
      // A person says whether it goes on.
      ...{ automatic: false, waitsForIncidents: false, bakeSeconds: 1, takeSeconds: 600, lookSeconds: 1 },
      // How fast it is says more about who else uses this machine.
      ...{ sigmas: 20, mostInferenceTime: 100, mostMemory: 100, leastFrameRate: 0 },
    })
    await storeLineTestSet(await createTestApp(factory.connectionString, {}, []), site, camera, 24)
    const zip = new yazl.ZipFile()
    for (const name of [modelFiles.net, modelFiles.card]) zip.addBuffer(readFileSync(join(starterFolder, name)), name)
    zip.end()
    const send = createSendZip(factory.origin, 'admin', ended.signal)
    const model = await send<RegisteredModel>(`sites/${site}/models`, await buffer(zip.outputStream))
    // The console is up before the first model has been built into images and is in force: nothing to compare with until then.
    while (!(await admin.get<{ isChampion: boolean }>('models/line-hasty/1')).isChampion) await pause(200)
    const { gate } = await admin.post<Evaluation>(`models/${model.name}/${model.version}/evaluations`, {})
    assert.equal(gate.verdict, 'better', gate.reason)
    return model
  }

  it('lets a data scientist approve it, and see the release built and on its way', async () => {
    const { context, page, complaints } = await openDesk(browser, factory.origin, 'data-scientist', '/models?tab=questions')
    await page.getByRole('link', { name: `${better.name} ${better.version}` }).click()
    await page.getByRole('heading', { level: 1, name: 'May line-starter 1 be released?' }).waitFor()
    await page.getByText('Better than the model in force').waitFor()
    await page.getByText('Compared with line-hasty 1, the model in force.').waitFor()
    await page.keyboard.press('y')
    const yes = page.getByRole('dialog', { name: 'Approve line-starter 1?' })
    await yes.getByLabel('Reason').fill('It sees hands.')
    await yes.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('link', { name: 'To the release' }).click()
    await page.getByRole('heading', { level: 1, name: /^Release rel-/ }).waitFor()
    await page.getByText('On its way to the devices').first().waitFor()
    assert.ok((await page.getByRole('table', { name: 'Images' }).getByRole('row').count()) > 1)
    await page.getByRole('link', { name: 'To the rollout' }).click()
    await page.getByText('Ring first is done.').first().waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('lets an IoT engineer halt it, let it go on to all, and roll it back', async () => {
    const { context, page, complaints } = await openDesk(browser, factory.origin, 'iot-engineer', '/fleet?tab=rollouts')
    const main = page.getByRole('main')
    const rollout = page.getByRole('table', { name: 'Rollouts' }).getByRole('row').filter({ hasText: better.name })
    await rollout.getByText('Waits for a word').waitFor()
    await rollout.getByRole('link').first().click()
    await main.getByText('Ring first is done.').first().waitFor()
    const address = page.url()
    await deviceRuns(page, `${better.name} ${better.version}`)
    // Only a model that knows hands can raise it.
    await factory.line(/incident opened: hand-in-guarded-zone on line-3/)

    await page.goto(address)
    await say('Halt', 'The capper is looked at again.', 'Halted')
    await say('Resume', 'The capper is all right.', 'Completed')
    await page.getByRole('link', { name: 'Models', exact: true }).click()
    const inForce = page.getByRole('link').filter({ has: page.getByText('In force', { exact: true }) })
    await inForce.filter({ hasText: better.name }).waitFor()

    await page.goto(address)
    await say('Roll back', 'Too many alarms.', 'Rolled back')
    await deviceRuns(page, 'line-hasty 1')
    await page.getByRole('link', { name: 'Models', exact: true }).click()
    await inForce.filter({ hasText: 'line-hasty' }).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()

    async function say(command: string, reason: string, state: string): Promise<void> {
      await main.getByRole('button', { name: command, exact: true }).click()
      const dialog = page.getByRole('dialog', { name: command })
      await dialog.getByLabel('Reason').fill(reason)
      await dialog.getByRole('button', { name: command }).click()
      await main.getByText(state, { exact: true }).first().waitFor()
    }
  })

  /** Its passport says so, by what the device itself reported. */
  async function deviceRuns(page: Page, model: string): Promise<void> {
    await page.goto(`${factory.origin}/devices/edge-1/passport`)
    const row = page.getByRole('row', { name: /^Model/ })
    await row.getByRole('cell').nth(1).getByText(model, { exact: true }).waitFor()
  }
})
