import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import yazl from 'yazl'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { logFile, progressFile } from '../../shared/domain/training-job.ts'
import type { TrainingRun } from '../../shared/domain/training-run.ts'
import type { Ports } from '../../shared/ports.ts'
import { colourModel, crown, enterModel, site, storeDataset } from '../harness/evaluated-plant.ts'
import { createTestApp } from '../harness/test-app.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { createPageOpener } from './page-opener.ts'
import { type ServedApp, serveApp } from './serve-app.ts'

async function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path)
  zip.end()
  return buffer(zip.outputStream)
}

function runOf(number: number, more: Partial<TrainingRun>): TrainingRun {
  const dataset = `ds-${String(number).repeat(16)}`
  return {
    ...{ id: `train-${dataset}`, site, dataset, number, attempt: 1, reason: 'policy', startedBy: 'policy' },
    ...{ state: 'running', createdAt: '2026-03-05T01:00:00.000Z', progress: { step: 0, steps: 0 } },
    ...more,
  }
}

const curveTo = (steps: number) =>
  Array.from({ length: steps / 10 }, (_, index) => {
    const step = (index + 1) * 10
    const loss = JSON.stringify({ event: 'progress', step, steps: 100, loss: 1 / step, secondsLeft: 100 - step })
    return step % 20 === 0 ? `${loss}\n${JSON.stringify({ event: 'validation', step, score: step / 100 })}` : loss
  }).join('\n')

describe('the screens of models and runs', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser
  let dataset: string
  const started: string[] = []
  const woken: string[] = []

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, {
      orchestrations: {
        start: async (_, id) => void started.push(id),
        status: async () => undefined,
        wake: async (id) => void woken.push(id),
      },
      deployments: { list: async () => [], put: async () => {}, remove: async () => {} },
    })
    await ports.rosters.saveSite({ id: site, name: 'Plant One', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site] })
    served = await serveApp(ports)
    browser = await launchBrowser()
    dataset = await storeDataset(ports)
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  const withPage = createPageOpener({
    opening: () => ({ browser, served }),
    as: 'data-scientist',
    width: 390,
    expected: /status of 4(00|09)/,
  })

  it('say what to do while there is nothing', async () => {
    await withPage('/models', async (page) => {
      await page.getByText('Start a run on a dataset, or bring in a model as a ZIP.').waitFor()
      for (const [tab, words] of [
        ['Runs', 'No run yet'],
        ['Questions', 'Nothing was asked yet'],
        ['Releases', 'No release yet'],
      ] as const) {
        await page.getByRole('tab', { name: tab }).click()
        await page.getByText(words).waitFor()
        assert.match(page.url(), new RegExp(`tab=${tab.toLowerCase()}$`))
      }
    })
  })

  it('take a model in as a ZIP, and say what is wrong with one that is unfit', async () => {
    const { net, card } = colourModel(0.5, { name: 'brought' })
    const files = { 'model.onnx': net, 'model.json': JSON.stringify(card) }
    await withPage('/models', async (page) => {
      await page.getByRole('button', { name: 'Bring in a model' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Upload' }).click()
      await dialog.getByText('Choose a ZIP.').waitFor()
      const pick = async (content: Buffer) =>
        dialog
          .getByLabel('ZIP of the model')
          .setInputFiles({ name: 'model.zip', mimeType: 'application/x-zip-compressed', buffer: content })
      await pick(await zipOf({ 'model.json': files['model.json'] }))
      await dialog.getByRole('button', { name: 'Upload' }).click()
      await dialog.getByRole('alert').getByText('model.onnx').waitFor()
      await pick(await zipOf(files))
      await dialog.getByRole('button', { name: 'Upload' }).click()
      await page.getByRole('heading', { name: 'brought 1', level: 1 }).waitFor()
      await page.getByText('brought in by a person').waitFor()
    })
    assert.equal((await ports.models.find('brought', '1'))?.value.state, 'candidate')
  })

  it('mark the champion, show its card, and take a model back only with a reason', async () => {
    const model = await enterModel(ports, 'champ', 0.3)
    await crown(ports, model)
    await withPage(
      '/models',
      async (page) => {
        await page.getByRole('link', { name: /champ 1.*In force/ }).click()
        await page.getByText('192 × 112 pixels').waitFor()
        await page.getByText('red 30%').waitFor()
        assert.equal(
          await page.getByRole('link', { name: 'Where it comes from and where it runs' }).getAttribute('href'),
          '/models/champ/1/passport',
        )
        await page.getByRole('button', { name: 'Revoke' }).click()
        const dialog = page.getByRole('dialog', { name: 'Revoke champ 1?' })
        await dialog.getByText('It is the model in force').waitFor()
        await dialog.getByRole('button', { name: 'Revoke' }).click()
        await dialog.getByText('Say why.').waitFor()
        await dialog.getByLabel('Reason').fill('It mistook <b>rust</b>.')
        await dialog.getByRole('button', { name: 'Revoke' }).click()
        await page.getByText('Model revoked').waitFor()
        await page.locator('main').getByText('It mistook <b>rust</b>.').waitFor()
        assert.equal(await page.getByRole('button', { name: 'Revoke' }).count(), 0)
        // Weights are for those alone who make models.
        assert.equal(await page.getByRole('button', { name: 'Download model.onnx' }).count(), 0)
      },
      { as: 'iot-engineer' },
    )
    assert.equal((await ports.models.find('champ', '1'))?.value.state, 'revoked')
  })

  it('show how far a run is and what its trainer says, by itself', async () => {
    const run = runOf(7, { progress: { step: 40, steps: 100, loss: 0.025, score: 0.4, secondsLeft: 60 } })
    const version = await ports.runs.save(run, undefined)
    await ports.trainingCache.write(progressFile(run.id), curveTo(40))
    await ports.trainingCache.write(logFile(run.id), 'reading 30 frames\n<i>step 40</i>')
    await withPage(`/runs/${run.id}`, async (page) => {
      await page.getByText('step 40 of 100').waitFor()
      await page.getByText('about 1 min left').waitFor()
      await page.getByText('<i>step 40</i>').waitFor()
      assert.equal(await page.locator('[aria-current=step]').textContent(), '4Training: under way')
      await page.getByRole('img', { name: 'AP50. AP50: 0.4' }).waitFor()
      // Away from the pointer the newest figure stands under the curve.
      await page.locator('.u-legend').filter({ hasText: 'AP50' }).getByText('0.4', { exact: true }).waitFor()
      await ports.trainingCache.write(progressFile(run.id), curveTo(80))
      await page.getByRole('img', { name: 'AP50. AP50: 0.8' }).waitFor()
      await ports.runs.save({ ...run, state: 'failed', endedAt: '2026-03-05T01:10:00.000Z', problem: 'CUDA <out> of memory' }, version)
      await page.getByText('CUDA <out> of memory').waitFor()
      await page.getByText('took 10 min').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Cancel the run' }).count(), 0)
    })
  })

  it('cancel a run once one is asked twice', async () => {
    const run = runOf(8, { state: 'queued' })
    await ports.runs.save(run, undefined)
    await withPage('/models?tab=runs', async (page) => {
      await page.getByRole('link', { name: /Run 8.*Waiting for a machine/ }).click()
      await page.getByRole('button', { name: 'Cancel the run' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('What it has learned so far is lost.').waitFor()
      assert.equal((await ports.runs.find(site, run.id))?.value.cancelRequestedBy, undefined)
      await dialog.getByRole('button', { name: 'Cancel the run' }).click()
      await page.getByText('It is being cancelled').waitFor()
    })
    assert.ok((await ports.runs.find(site, run.id))?.value.cancelRequestedBy)
    assert.deepEqual(woken, [run.id])
  })

  it('start a run on a dataset, and once more only when one says so', async () => {
    await withPage('/models?tab=runs', async (page) => {
      const ask = async () => {
        await page.getByRole('button', { name: 'Start a run' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Dataset', { exact: true }).selectOption(dataset)
        return dialog
      }
      await (await ask()).getByRole('button', { name: 'Start', exact: true }).click()
      await page.waitForURL(`**/runs/train-${dataset}`)
      const { value, version } = (await ports.runs.find(site, `train-${dataset}`))!
      await ports.runs.save({ ...value, state: 'failed', problem: 'No machine', endedAt: value.createdAt }, version)
      await page.getByRole('link', { name: 'All runs' }).click()
      const dialog = await ask()
      await dialog.getByRole('button', { name: 'Start', exact: true }).click()
      await dialog.getByText('This dataset has had its run.').waitFor()
      await dialog.getByLabel('Once more').check()
      await dialog.getByRole('button', { name: 'Start', exact: true }).click()
      await page.waitForURL(`**/runs/train-${dataset}-2`)
    })
    assert.deepEqual(started, [`train-${dataset}`, `train-${dataset}-2`])
  })

  it('change the training policy: mistakes in words, nothing of somebody else overwritten, and undo', async () => {
    const isSaved = async (minutes: number) => assert.equal((await ports.runs.policy(site)).value.minutes, minutes)
    await withPage('/models/training-policy', async (page) => {
      const minutes = page.getByLabel('Minutes')
      await page.getByLabel('Width of the input').fill('200')
      await minutes.fill('soon')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('It must be a multiple of 16.').waitFor()
      await isSaved(10)
      await page.getByLabel('Width of the input').fill('208')
      await minutes.fill('12,5')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Policy saved').waitFor()
      await isSaved(12.5)
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[value="10"]') !== null)
      await isSaved(10)
      const { value, version } = await ports.runs.policy(site)
      await ports.runs.savePolicy(site, { ...value, minutes: 30 }, version)
      await minutes.fill('40')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'Show theirs' }).click()
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[value="30"]') !== null)
      await isSaved(30)
    })
  })

  it('let nobody start, bring in, cancel or change anything but those whose work it is', async () => {
    await withPage(
      '/models/training-policy',
      async (page) => {
        await page.getByText('Data scientists change this.').waitFor()
        assert.ok(await page.getByLabel('Minutes').isDisabled())
        await page.goto(`${served.origin}/models?tab=runs`)
        await page.getByRole('link', { name: /Run 8/ }).waitFor()
        assert.equal(await page.getByRole('button', { name: 'Start a run' }).count(), 0)
        await page.goto(`${served.origin}/models`)
        await page.getByRole('link', { name: /champ 1/ }).click()
        await page.getByText('192 × 112 pixels').waitFor()
        for (const name of ['Revoke', 'Bring in a model', 'Download model.onnx'])
          assert.equal(await page.getByRole('button', { name }).count(), 0, name)
      },
      { as: 'safety-auditor' },
    )
  })

  it('speak German', async () => {
    await withPage('/runs/train-ds-7777777777777777', (page) => page.getByRole('heading', { name: 'Warum er fehlschlug' }).waitFor(), {
      locale: 'de-DE',
    })
  })

  it('have nothing that axe finds wrong, in light and in dark', async () => {
    const seen = {
      '/models': 'champ',
      '/models?tab=runs': 'Run 8',
      '/models/champ/1': '192 × 112 pixels',
      '/models/training-policy': 'Least frames',
      '/runs/train-ds-7777777777777777': 'CUDA',
    }
    for (const [path, words] of Object.entries(seen))
      await withPage(path, async (page) => {
        await page.getByText(words).first().waitFor()
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          assert.deepEqual(await findViolations(page), [], `${path} ${colorScheme}`)
        }
      })
  })
})
