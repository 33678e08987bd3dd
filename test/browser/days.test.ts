// A day of each person, on the whole product as `npm start` brings it up: the simulated line, its device, the hub, the functions.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Role } from '../../shared/domain/person.ts'
import { type RunningFactory, startFactory } from '../harness/running-factory.ts'
import { unzip } from '../harness/unzip.ts'
import { launchBrowser } from './launch-browser.ts'
import { signInAs } from './sign-in-as.ts'

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en-GB' }
const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' }
/** A hand in the guarded zone is an incident that wakes somebody by SMS. */
const handRule = 'hand-in-guarded-zone'

describe('a day with the product', () => {
  let factory: RunningFactory
  let browser: Browser

  before(async () => {
    browser = await launchBrowser()
    factory = await startFactory(7)
    await factory.line(/SMS to \+12025550143: CRITICAL/)
  })
  after(async () => {
    await browser.close()
    await factory.close()
  })

  async function openContext(options: BrowserContextOptions, role?: Role): Promise<BrowserContext & { complaints: string[] }> {
    const context = await browser.newContext({ serviceWorkers: 'allow', ...options })
    const complaints: string[] = []
    // A clip or a picture that the device has not sent yet is a 404 or a 409; the browser writes that down, and the page asks again.
    const isNotYet = (complaint: string) => /status of 40[49] /.test(complaint)
    context.on('console', (message) => message.type() === 'error' && !isNotYet(message.text()) && complaints.push(message.text()))
    if (role !== undefined) await signInAs(context, factory.origin, role)
    return Object.assign(context, { complaints })
  }

  it('takes a site engineer on a phone from the SMS to the verdict with one tap', async () => {
    await using context = await openContext(phone)
    const outbox = await context.newPage()
    await outbox.goto(factory.outboxUrl)
    const link = outbox.locator('article.sms').first().locator('.bubble a')
    const [page] = await Promise.all([context.waitForEvent('page'), link.tap()])
    // Whoever is not signed in is asked who they are, and comes to the incident all the same.
    await page.getByRole('button', { name: 'Site engineer' }).tap()
    await page.waitForURL(/\/incidents\/[0-9a-f]{32}$/)
    const id = new URL(page.url()).pathname.split('/').at(-1)!
    await page.getByRole('heading', { level: 1, name: 'hand · Line 3, capper' }).waitFor()
    await picture(page).first().waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390)

    let taps = 0
    const tap = async (target: Locator) => {
      taps += 1
      await target.tap()
    }
    // The device may end the incident at this very moment: that is a 409, and the page sends the verdict again by itself.
    const taken = page.waitForResponse((answer) => answer.url().endsWith(`/api/incidents/${id}/verdicts`) && answer.status() === 200)
    await tap(page.getByRole('button', { name: 'True', exact: true }))
    await taken
    assert.equal(taps, 1)
    const { incident } = (await factory.get(`incidents/${id}`, 'site-engineer')) as { incident: { verdict: string } }
    assert.equal(incident.verdict, 'confirmed')
    await factory.line(/verdict confirmed: hand-in-guarded-zone/)
  })

  it('shows a site engineer the clip of what happened, as soon as the device has sent it', async () => {
    const { id } = await firstHand()
    await using context = await openContext(phone, 'site-engineer')
    const page = await context.newPage()
    await page.goto(`${factory.origin}/incidents/${id}`)
    await page.locator('[data-media-ms]').waitFor()
    assert.ok((await page.locator('video').evaluate(({ videoWidth }: HTMLVideoElement) => videoWidth)) > 0)
    assert.deepEqual(context.complaints, [])
  })

  it('lets a safety auditor replay the archive, and take evidence along that holds', async () => {
    const { id } = await firstHand()
    await using context = await openContext(desk, 'safety-auditor')
    const page = await context.newPage()
    // The device sends video in pieces: the page of the incident waits for the one in question.
    await page.goto(`${factory.origin}/incidents/${id}`)
    await page.locator('[data-media-ms]').waitFor()
    await page.goto(`${factory.origin}/archive?camera=line-3`)
    const row = page.getByRole('listitem').filter({ has: page.locator(`a[href$="/incidents/${id}"]`) })
    await row.getByRole('button', { name: `Play ${handRule}` }).click()
    await page.getByRole('heading', { name: 'Replay of Line 3, capper' }).waitFor()
    const clock = page.locator('output[data-at]')
    const begun = (await clock.getAttribute('data-at'))!
    await page.waitForFunction((from) => (document.querySelector('output[data-at]')?.getAttribute('data-at') ?? '') > from, begun)

    await row.getByRole('button', { name: `Evidence ${handRule}` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('How to verify it, without us').waitFor()
    const digest = await dialog.locator('dd code').textContent()
    const [zip] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save package (ZIP)' }).click()])
    const files = await unzip(readFileSync(await zip.path()))
    const sums = String(files.get('SHA256SUMS'))
    assert.equal(sha256Of(sums), digest)
    const others = [...files].filter(([name]) => name !== 'SHA256SUMS')
    assert.equal(sums, others.map(([name, content]) => `${sha256Of(content)}  ${name}\n`).join(''))
    assert.ok(files.has('clips/1.mp4') && files.has('audit/chain.jsonl'), [...files.keys()].join())
    assert.deepEqual(context.complaints, [])
  })

  it('lets an IoT engineer add a camera with a zone and a rule, which the device takes and then acts upon', async () => {
    await using context = await openContext(desk, 'iot-engineer')
    const page = await context.newPage()
    await page.goto(`${factory.origin}/fleet?tab=cameras`)
    await page.getByRole('button', { name: 'Add a camera' }).click()
    const form = page.getByRole('dialog', { name: 'Add a camera' })
    await form.getByLabel('Name').fill('Outfeed')
    await form.getByLabel('Device').selectOption('edge-1')
    await form.getByLabel('Source').fill(factory.cameraUrl)
    await form.getByRole('button', { name: 'Test picture' }).click()
    await form.getByRole('img', { name: 'The first picture of this source' }).waitFor()
    await form.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/\/fleet\/cameras\/outfeed/)
    await page.getByRole('main').getByText('Live', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByLabel('Name of the rule').fill('Bottle at the outfeed')
    await page.getByLabel('What is seen').fill('bottle')
    const stage = page.getByRole('img', { name: /^Outfeed now/ })
    await stage.waitFor()
    const corners = [
      [0.04, 0.06],
      [0.96, 0.06],
      [0.96, 0.94],
      [0.04, 0.94],
    ] as const
    for (const [x, y] of corners) {
      const { width, height } = (await stage.boundingBox())!
      await stage.click({ position: { x: x * width, y: y * height } })
    }
    await page.getByRole('button', { name: /^Corner 4:/ }).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Bottle at the outfeed was saved').waitFor()
    await page.getByText('Accepted by the device').waitFor()
    const { items } = (await factory.get('sites/plant-1/rules', 'iot-engineer')) as { items: { id: string; rule: { zone?: unknown[] } }[] }
    assert.equal(items.find(({ id }) => id === 'bottle-at-the-outfeed')?.rule.zone?.length, 4)
    // Only a device that has taken both can raise it.
    await factory.line(/incident opened: bottle-at-the-outfeed on outfeed/)
    assert.deepEqual(context.complaints, [])
  })

  it('lets a data scientist go from the register to the model that the device runs', async () => {
    const { actual } = (await factory.get('devices/edge-1/passport', 'data-scientist')) as {
      actual: { model: { name: string; version: string } }
    }
    const { name, version } = actual.model
    await using context = await openContext(desk, 'data-scientist')
    const page = await context.newPage()
    await page.goto(`${factory.origin}/models`)
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor()
    await page.getByText('In force', { exact: true }).waitFor()
    await page.locator(`a[href^="/models/${name}/${version}"]`).first().click()
    await page.waitForURL((url) => url.pathname === `/models/${name}/${version}`)
    await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
    assert.deepEqual(context.complaints, [])
  })

  /** The oldest incident of a hand: its video is the first to come. */
  async function firstHand(): Promise<{ id: string }> {
    const { items } = (await factory.get('incidents?severity=critical', 'site-engineer')) as { items: { id: string; rule: string }[] }
    return items.findLast(({ rule }) => rule === handRule)!
  }
})

/** The clip at its frame, or the picture that stands for it until it has come. */
const picture = (page: Page) => page.locator('[data-media-ms]').or(page.getByRole('region', { name: 'Video' }).locator('img'))

const sha256Of = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
