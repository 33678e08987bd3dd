import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { allowPages } from '../../local/azurite/allow-pages.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { DatasetItem } from '../../shared/domain/dataset.ts'
import { buildDataset } from '../../shared/operations/build-dataset.ts'
import { labelledRecording, sampleAnnotation } from '../harness/labelled-recording.ts'
import { type DatasetPlant, datasetPlant } from './dataset-plant.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { createPageOpener } from './page-opener.ts'
import { type ServedApp, serveApp } from './serve-app.ts'

const hostile = ['<img src=x onerror="document.title=1">', '"><script>document.title=1</script>', 'ש&amp; İ']

describe('the screens of datasets', () => {
  let azurite: RunningAzurite
  let plant: DatasetPlant
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    plant = await datasetPlant(azurite.connectionString)
    for (const { id, name } of laptopPeople) await plant.ports.people.save({ id, name, sites: ['plant'] })
    served = await serveApp(plant.ports)
    await allowPages(azurite.connectionString, [served.origin])
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  const withPage = createPageOpener({
    opening: () => ({ browser, served }),
    ...{ as: 'data-scientist', width: 1280, permissions: ['clipboard-write'] },
  })
  const pathOf = (tab = '') => `/datasets/${plant.versions[1]}${tab && `?tab=${tab}`}`
  const picturesThere = (page: Page) =>
    page.waitForFunction(() => [...document.querySelectorAll<HTMLImageElement>('main img')].some((one) => one.naturalWidth === 64))

  it('list the versions, the newest on top, with what is new in each', async () => {
    await withPage('/datasets', async (page) => {
      await page.getByText('+12 frames').waitFor()
      await page.getByText('First version').waitFor()
      await page.getByText('1 relabelled').waitFor()
      const names = await page.locator('main li strong').allTextContents()
      assert.deepEqual(names, plant.versions.toReversed())
      await page.getByRole('img', { name: /How the data grew\. Train: \d+/ }).waitFor()
      await page.getByRole('link', { name: plant.versions[1] }).click()
      await page.getByRole('heading', { name: plant.versions[1], level: 1 }).waitFor()
    })
  })

  it('show a version as plots, and say what to do about each finding', async () => {
    for (const width of [1280, 390])
      await withPage(
        pathOf(),
        async (page) => {
          const headings = page.getByRole('heading', { level: 3 })
          for (const name of ['Objects by label', 'Splits', 'Cameras', 'Days', 'Box sizes', 'Box shapes', 'Where boxes lie', 'Who answers'])
            await headings.filter({ hasText: name }).first().waitFor()
          assert.equal(await page.getByRole('img', { name: 'Where boxes lie' }).locator('[title]').count(), 144)
          const finding = page.getByRole('listitem').filter({ hasText: 'Few objects in the test' })
          await finding.getByRole('link', { name: 'Incidents' }).waitFor()
          assert.match((await finding.textContent())!, /Judge more incidents/)
          const bar = page.getByRole('figure', { name: 'Objects by label' }).locator('dd').first()
          assert.ok((await bar.boundingBox())!.width > 60)
          await page.locator('summary', { hasText: 'Figures' }).first().click()
          await page.getByRole('table', { name: 'Objects by label' }).getByRole('cell', { name: 'bottle' }).waitFor()
        },
        { width },
      )
  })

  it('show the pictures with their boxes, by filters that stand in the address, and one of them large', async () => {
    await withPage(pathOf('pictures'), async (page) => {
      await picturesThere(page)
      await page.getByLabel('Group').selectOption('False positive')
      await page.getByText('All 20 pictures shown').waitFor()
      await page.getByLabel('Camera').selectOption('line-2')
      await page.getByText('All 7 pictures shown').waitFor()
      assert.match(page.url(), /group=false-positive.*camera=line-2/)
      await page.reload()
      await page.getByText('All 7 pictures shown').waitFor()
      await page.getByRole('button', { name: 'Remove: Group False positive' }).click()
      await page.getByText('All 21 pictures shown').waitFor()
      await page
        .getByRole('button', { name: /^bottle, line-2/ })
        .first()
        .click()
      const dialog = page.getByRole('dialog', { name: 'Picture' })
      await dialog.getByText('line, 90% sure').first().waitFor()
      const first = new URL(page.url()).searchParams.get('frame')
      await page.keyboard.press('ArrowRight')
      await page.waitForFunction((before) => new URL(location.href).searchParams.get('frame') !== before, first)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    })
    const { entries } = await plant.ports.audit.read({ site: 'plant', from: 1, limit: 100 })
    assert.ok(entries.some(({ action, subject }) => action === 'media-viewed' && subject === 'frames'))
  })

  it('keep few pictures in the page however many there are, and bring more as one scrolls', async () => {
    await withPage(pathOf('pictures'), async (page) => {
      await page.getByText('48 pictures shown').waitFor()
      await page.keyboard.press('End')
      await page.getByText('All 60 pictures shown').waitFor()
      assert.ok((await page.locator('[data-frame]').count()) < 60)
    })
  })

  it('do not show a labeler which answers are known', async () => {
    await withPage(
      pathOf('pictures'),
      async (page) => {
        await page.getByRole('tab', { name: 'Overview', selected: true }).waitFor()
        assert.equal(await page.getByRole('tab', { name: 'Pictures' }).count(), 0)
      },
      { as: 'data-labeler' },
    )
  })

  it('tell two versions apart in figures and in pictures', async () => {
    await withPage(pathOf('changes'), async (page) => {
      await page.getByText(`Since ${plant.versions[0]}`).waitFor()
      await page.getByRole('row', { name: /^leak 0 → 1 \+1 0$/ }).waitFor()
      await picturesThere(page)
      await page.getByRole('button', { name: 'Relabelled', exact: true }).click()
      await page.waitForFunction(() => document.querySelectorAll('[data-frame]').length === 1)
      await page.locator('[data-frame]').click()
      const dialog = page.getByRole('dialog', { name: 'Picture' })
      await dialog.getByRole('heading', { name: 'Before' }).waitFor()
      assert.deepEqual(await dialog.getByRole('img').evaluateAll((all) => all.map((one) => one.getAttribute('alt'))), ['leak', 'bottle'])
    })
    await withPage(`/datasets/${plant.versions[0]}?tab=changes&against=${plant.versions[1]}&kind=removed`, async (page) => {
      await page.getByText('−12').first().waitFor()
      await page.waitForFunction(() => document.querySelectorAll('[data-frame]').length > 0)
    })
  })

  it('say who learned from a version, or that nobody has', async () => {
    await withPage(pathOf('lineage'), async (page) => {
      await page.getByText('No model has learned from it yet').waitFor()
      await page.getByText('None among the newest runs of the site.').waitFor()
    })
  })

  it('make an export, show how far it is, and lead to the ZIP', async () => {
    await withPage(pathOf('exports'), async (page) => {
      await page.getByText('Not exported yet').waitFor()
      await page.getByLabel('Format').selectOption('csv')
      await page.getByLabel('Pictures').selectOption('As a list of addresses')
      await page.getByRole('button', { name: 'Export' }).click()
      const job = page.getByRole('listitem').filter({ hasText: 'CSV' })
      await job.getByText('Waiting').waitFor()
      await plant.finish()
      await job.getByText('Read back: 60 frames, 60 boxes').waitFor()
      const [stored] = await plant.ports.exports.list(plant.versions[1])
      assert.match((await job.textContent())!, new RegExp(stored!.sha256!))
      const [download] = await Promise.all([page.waitForEvent('download'), job.getByRole('button', { name: 'Download CSV' }).click()])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
      assert.equal(Buffer.concat(chunks).length, stored!.bytes)
    })
  })

  it('say why an export failed, as text, and make it anew when asked', async () => {
    const [job] = await plant.ports.exports.list(plant.versions[1])
    const stored = await plant.ports.exports.find(job!.id)
    await plant.ports.exports.save({ ...job!, state: 'failed', problem: '<b>no space</b>' }, stored!.version)
    await withPage(pathOf('exports'), async (page) => {
      await page.getByText('<b>no space</b>').waitFor()
      await page.getByRole('button', { name: 'Ask again' }).click()
      await page.getByText('Waiting').waitFor()
      await plant.finish()
      await page.getByText('Ready').waitFor()
    })
  })

  it('take labels of another tool over: upload, progress, and what became of every picture', async () => {
    const { value: first } = await plant.ports.datasets.itemsFrom(plant.versions[1], 0)[Symbol.asyncIterator]().next()
    const known: DatasetItem = first.item
    const coco = {
      images: [
        { id: 1, width: known.width, height: known.height, file_name: `${known.frame}.jpg` },
        { id: 2, width: 9, height: 9, file_name: 'stranger.jpg' },
      ],
      categories: [{ id: 1, name: 'forklift' }],
      annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [10, 10, 100, 50] }],
    }
    await withPage(
      '/datasets/import',
      async (page) => {
        await page.getByRole('button', { name: 'Upload and take over' }).click()
        await page.getByText('Choose a file first.').waitFor()
        const buffer = Buffer.from(JSON.stringify(coco))
        await page.locator('input[type=file]').setInputFiles({ name: 'labels.json', mimeType: 'application/json', buffer })
        await page.getByText(/^labels\.json, \d/).waitFor()
        await page.getByRole('button', { name: 'Upload and take over' }).click()
        await page.getByText('Reading and checking the file').waitFor()
        await plant.finish()
        await page.getByText('Taken over', { exact: true }).waitFor()
        await page.getByText('stranger.jpg').waitFor()
        await page.getByText('forklift', { exact: true }).waitFor()
        assert.match(page.url(), /\/datasets\/import\?id=/)
        await page.getByRole('button', { name: 'Import another file' }).click()
        const imports = page.getByRole('table', { name: 'Imports so far' })
        await imports
          .getByRole('row', { name: /Data labeler.*COCO.*Taken over.*1 taken over, 0 refused/ })
          .getByRole('link')
          .click()
        await page.getByText('stranger.jpg').waitFor()
      },
      { as: 'data-labeler' },
    )
  })

  it('say why an upload was refused, and that nothing was changed', async () => {
    await withPage('/datasets/import', async (page) => {
      const buffer = Buffer.from('{"images": 7}')
      await page.locator('input[type=file]').setInputFiles({ name: 'wrong.json', mimeType: 'application/json', buffer })
      await page.getByRole('button', { name: 'Upload and take over' }).click()
      await page.getByText('Reading and checking the file').waitFor()
      await plant.finish()
      await page.getByText('Refused; nothing was changed').waitFor()
      assert.notEqual(await page.getByRole('alert').first().textContent(), '')
      await page.getByRole('button', { name: 'Import another file' }).click()
      await page.getByText('Drop a file here, or').waitFor()
      await page.getByRole('row', { name: /Refused; nothing was changed/ }).waitFor()
    })
  })

  it('have nothing that axe finds wrong, in light and in dark', async () => {
    const last: Record<string, string> = {
      pictures: '[data-frame] img',
      changes: '[data-frame] img',
      overview: 'figure',
      lineage: 'h2',
      exports: 'select',
    }
    for (const path of ['/datasets', ...Object.keys(last).map(pathOf), '/datasets/import'])
      await withPage(path, async (page) => {
        const tab = new URL(page.url()).searchParams.get('tab')
        await page
          .locator(tab === null ? 'main h1, main figure' : `main ${last[tab]}`)
          .first()
          .waitFor()
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          assert.deepEqual(await findViolations(page), [], `${path} ${colorScheme}`)
        }
      })
  })

  it('show labels as text, whatever they are called', async () => {
    const { work, labels, manifest } = labelledRecording({
      id: 'hostile',
      startedAt: '2026-03-09T10:00:00.000Z',
      frames: hostile.map((label) => ({ annotations: [sampleAnnotation(label)] })),
    })
    await plant.ports.frames.saveManifest(manifest)
    await plant.ports.frames.saveLabels(labels)
    await plant.ports.recordingWork.save(work, undefined)
    const { version } = await buildDataset(plant.ports, { site: 'plant', night: 'nightly-plant-2026-03-09' })
    await withPage(`/datasets/${version}`, async (page) => {
      const plot = page.getByRole('figure', { name: 'Objects by label' })
      for (const label of hostile) await plot.getByText(label, { exact: true }).waitFor()
      assert.equal(await page.title(), `${version} · Sightloop`)
      assert.equal(await page.locator('[onerror]').count(), 0)
    })
  })
})
