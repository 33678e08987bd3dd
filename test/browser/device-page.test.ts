import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { openOutbox } from '../../edge/outbox/outbox.ts'
import { createPictureOutlet } from '../../edge/scoring/keep-picture.ts'
import { type ScoringEndpoint, startScoring } from '../../edge/scoring/start-scoring.ts'
import { createCloudTeller } from '../../edge/tell-cloud.ts'
import { systemClock } from '../../shared/domain/clock.ts'
import { createDetector, type Detector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import { writeColourModel } from '../edge/support/colour-model.ts'
import { temporaryFolder } from '../edge/support/temporary-folder.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'

const health = () => ({
  ...({ state: 'ok', uptimeSeconds: 7, moduleVersion: '1', problem: undefined, model: undefined, behaviour: undefined } as const),
  ...{ cameras: [], queueDepth: 0, evictedMessages: 0, diskUsedBytes: 5, diskQuotaBytes: 10 },
})

let browser: Browser
let detector: Detector
before(async (t) => {
  const folder = temporaryFolder(t as TestContext)
  writeColourModel(folder)
  detector = await createDetector(await loadModel(folder))
  browser = await launchBrowser()
})
after(async () => {
  await browser.close()
  await detector.close()
})

test('the page at the device shows what the model sees on a picture that is dropped, and sends it for labeling, once', async (t) => {
  const media = temporaryFolder(t)
  const outbox = openOutbox({ folder: temporaryFolder(t), mediaFolder: media, quotaBytes: 64 * 1024 * 1024, onTrouble: () => {} })
  t.after(() => outbox.close())
  const teller = createCloudTeller({ device: 'press-1', outbox, clock: systemClock, pathOf: (name) => `press-1-media/${name}` })
  const pictures = createPictureOutlet({ device: 'press-1', folder: join(media, '.sent'), cameras: () => ['gate'], teller })
  const endpoint = await startScoring({ host: '127.0.0.1', port: 0, detector, health, pictures, keys: ['a-key-of-the-press-shop'] })
  t.after(endpoint.close)
  await using context = await browser.newContext()
  const page = await openPage(context, endpoint)
  await page.getByLabel('Key').fill('a-key-of-the-press-shop')
  await page.locator('input[type=file]').setInputFiles(await redFile())
  await page.getByRole('img', { name: /^red \d+ %/ }).waitFor()
  assert.match((await page.locator('figcaption').textContent()) ?? '', /^part\.png: red \d+ %.* · net [\d.]+ ms, all told \d+ ms$/)

  const button = page.getByRole('button', { name: 'Send for labeling: part.png' })
  await page.getByLabel('Camera').fill('door')
  await button.click()
  await page.getByText('This device has no camera door. It has gate.').waitFor()
  await page.getByLabel('Camera').fill('gate')
  await button.click()
  await page.getByText(/^Kept on this device, and on its way to the labelers as soon as there is a line \(sent-/).waitFor()
  assert.equal(await button.isDisabled(), true)
  const record = outbox.take('clip')
  assert.equal(record?.header.type, 'picture')
  assert.equal(outbox.take('clip'), undefined)
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the page at the device is accessible, ${colorScheme}`, async (t) => {
    const endpoint = await startScoring({ host: '127.0.0.1', port: 0, detector, health })
    t.after(endpoint.close)
    await using context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })
    const page = await openPage(context, endpoint)
    await page.locator('input[type=file]').setInputFiles(await redFile())
    await page.getByRole('button', { name: 'Send for labeling: part.png' }).click()
    await page.getByText('This device uploads nothing').waitFor()
    assert.deepEqual(await findViolations(page), [])
  })

async function openPage(context: Awaited<ReturnType<Browser['newContext']>>, { url }: ScoringEndpoint) {
  const page = await context.newPage()
  await page.goto(url)
  await page.getByText('The module is well.').waitFor()
  return page
}
const redFile = async () => ({
  name: 'part.png',
  mimeType: 'image/png',
  buffer: await sharp({ create: { width: 192, height: 112, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer(),
})
