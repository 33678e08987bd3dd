import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { allowPages } from '../../local/azurite/allow-pages.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { judge } from '../../shared/domain/decide.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import type { Role } from '../../shared/domain/person.ts'
import { Rule } from '../../shared/domain/rule.ts'
import type { Ports } from '../../shared/ports.ts'
import { at } from '../harness/sample-messages.ts'
import { createTestApp } from '../harness/test-app.ts'
import { storeFilmedIncident } from './filmed-incident.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { makeNumberedFilm } from './numbered-film.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

const timesMs = Array.from({ length: 250 }, (_, number) => number * 40)
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: 'reduce' }
const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' }

describe('the page of an incident', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser
  let folder: string
  let count = 0

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant-1'] })
    const settings = { source: 'rtsp://camera.example.com/1', framesPerSecond: 25, recording: 'continuous' as const, enabled: true }
    await ports.fleet.saveCamera({ id: 'camera-1', site: 'plant-1', device: 'edge-1', name: 'Press 1', settings })
    const rule = Rule.parse({ camera: 'camera-1', label: 'hand', severity: 'critical', confidence: 0.6, dwellSeconds: 0.5 })
    await ports.fleet.saveRule({ id: 'hand-in-zone', site: 'plant-1', name: 'Hand in the press', rule })
    served = await serveApp(ports)
    await allowPages(azurite.connectionString, [served.origin])
    folder = mkdtempSync(join(tmpdir(), 'film-'))
    makeNumberedFilm(join(folder, 'film.mp4'), { frames: 250 })
    browser = await launchBrowser()
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await browser.close()
    served.close()
    await azurite.close()
  })

  it('leads on a phone from the link over the clip to the verdict, and on to the next one', async () => {
    const [next, incident] = await store(2)
    await using opened = await open('site-engineer', incident!, phone)
    const { page } = opened
    await page.getByRole('heading', { level: 1, name: 'hand · Press 1' }).waitFor()
    await page.locator('[data-media-ms]').waitFor()
    const button = page.getByRole('button', { name: 'False alarm' })
    const place = (await button.boundingBox())!
    assert.ok(place.y + place.height <= 844 && place.height >= 44, JSON.stringify(place))
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390)
    await page.getByRole('button', { name: 'Reflection' }).tap()
    const taken = page.waitForResponse((answer) => answer.url().endsWith('/verdicts'))
    await button.tap()
    await page.waitForURL((url) => url.pathname === `/incidents/${next!.id}`)
    assert.equal((await taken).status(), 200)
    assert.equal((await ports.incidents.find(incident!.id))!.value.verdict, 'rejected')
    const [entry] = await ports.incidents.entries(incident!.id)
    assert.ok(entry!.kind === 'verdict' && entry!.reason === 'reflection')
    assert.deepEqual(opened.complaints, [])
  })

  it('shows the picture of the device before there is a video, and says why there is none', async () => {
    const [incident] = await store(1, { hasVideo: false })
    await using opened = await open('safety-auditor', incident!, phone)
    await opened.page.getByRole('img', { name: 'hand at Press 1, as the camera saw it' }).waitFor()
    await opened.page.getByText('There is no video of this time.').waitFor()
  })

  it('says of one that lasted longer than a clip may that the archive has all of it', async () => {
    const minutes = 20 * 60
    const [incident] = await store(1, { lastsSeconds: minutes })
    await using opened = await open('site-engineer', incident!, desk)
    await opened.page.getByRole('link', { name: 'It lasted longer than ten minutes: all of it in the archive' }).click()
    await opened.page.waitForURL(({ pathname, searchParams }) => {
      const seconds = (Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')) / 1000
      return pathname === '/archive' && searchParams.get('camera') === incident!.camera && seconds === minutes
    })
  })

  it('needs no mouse: keys judge, take back, acknowledge, resolve, comment and go through the incidents', async () => {
    const [older, incident] = await store(2)
    await using opened = await open('site-engineer', incident!, desk)
    const { page } = opened
    const { keyboard } = page
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor()
    await keyboard.press('a')
    await state(page, 'Acknowledged')
    await keyboard.press('u')
    await state(page, 'New')
    await keyboard.press('a')
    await state(page, 'Acknowledged')
    await keyboard.press('2')
    await keyboard.press('t')
    await page.waitForURL((url) => url.pathname === `/incidents/${older!.id}`)
    await keyboard.press('u')
    await page.waitForURL((url) => url.pathname === `/incidents/${incident!.id}`)
    await page.getByText('took the verdict back').waitFor()
    assert.equal((await ports.incidents.find(incident!.id))!.value.verdict, undefined)
    await keyboard.press('r')
    await state(page, 'Resolved')
    await keyboard.press('u')
    await state(page, 'Acknowledged')
    await keyboard.press('c')
    await keyboard.type('Seen by the line.')
    await keyboard.press('Control+Enter')
    await page.locator('li', { hasText: 'commented' }).getByText('Seen by the line.').waitFor()
    await keyboard.press('Escape')
    await keyboard.press('j')
    await page.waitForURL((url) => url.pathname === `/incidents/${older!.id}`)
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor()
    await keyboard.press('k')
    await page.waitForURL((url) => url.pathname === `/incidents/${incident!.id}`)
    const said = (await ports.incidents.entries(incident!.id)).map((entry) => (entry.kind === 'history' ? entry.action : entry.kind))
    assert.deepEqual(said, ['acknowledged', 'handed-back', 'acknowledged', 'verdict', 'withdrawal', 'resolved', 'reopened', 'comment'])
    assert.deepEqual(opened.complaints, [])
  })

  it('tells what happened, and jumps there in the video', async () => {
    const [incident] = await store(1)
    await using opened = await open('safety-auditor', incident!, desk)
    const { page } = opened
    await page.locator('[data-media-ms]').waitFor()
    const peak = page.getByRole('button', { name: /Seen best/ })
    await peak.click()
    await page.locator('[data-media-ms="5000"]').waitFor()
    await page.getByText('“hand” with at least 60 % confidence').waitFor()
    await page.getByText('65 % reached').waitFor()
  })

  it('lets a person correct the boxes and report what was missed', async () => {
    const [incident] = await store(1)
    await using opened = await open('site-engineer', incident!, desk)
    const { page } = opened
    await page.locator('[data-media-ms]').waitFor()
    await page.getByRole('checkbox').uncheck()
    await page.keyboard.press('e')
    await page.getByRole('heading', { name: 'Correct boxes' }).waitFor()
    await page.getByRole('button', { name: 'Add a box in the middle' }).click()
    await page.getByRole('button', { name: 'Use these boxes' }).click()
    await page.getByText('2 boxes go with your verdict').waitFor()
    await page.keyboard.press('t')
    await page.getByText('judged it: True, 2 boxes').waitFor()
    await page.keyboard.press('m')
    await page.getByRole('button', { name: 'Add a box in the middle' }).click()
    const reported = page.waitForResponse((answer) => answer.url().endsWith('/api/missed-objects'))
    await page.getByRole('button', { name: 'Report', exact: true }).click()
    assert.equal((await reported).status(), 201)
    const { items } = await ports.missedObjects.list({ site: 'plant-1', limit: 10 })
    assert.deepEqual(
      items.map(({ label, camera }) => ({ label, camera })),
      [{ label: 'hand', camera: 'camera-1' }],
    )
    const [entry] = await ports.incidents.entries(incident!.id)
    assert.equal(entry!.kind === 'verdict' && entry!.boxes.length, 2)
  })

  it('announces what somebody else decides, and overwrites it only by a second word', async () => {
    const [incident] = await store(1)
    await using first = await open('site-engineer', incident!, desk)
    await using second = await open('admin', incident!, desk)
    await second.page.getByRole('checkbox').uncheck()
    await first.page.keyboard.press('f')
    await second.page.getByRole('status').getByText('Site engineer judged it: False alarm').waitFor()
    await second.page.keyboard.press('t')
    await second.page.getByRole('alert').getByText('Site engineer has decided: False alarm').waitFor()
    assert.equal((await ports.incidents.find(incident!.id))!.value.verdict, 'rejected')
    await second.page.getByRole('button', { name: 'Say “True” all the same' }).click()
    await second.page.getByText('judged it: True').waitFor()
    assert.equal((await ports.incidents.find(incident!.id))!.value.verdict, 'confirmed')
  })

  it('keeps decisions while there is no connection, and sends them in order when it is back', async () => {
    const [incident] = await store(1)
    await using opened = await open('site-engineer', incident!, phone)
    const { page, context } = opened
    await page.getByRole('checkbox').uncheck()
    await context.setOffline(true)
    await page.getByRole('button', { name: 'True', exact: true }).tap()
    await page.getByRole('button', { name: 'Resolve' }).tap()
    await page.getByText('2 decisions wait to be sent.').waitFor()
    await page.getByText('waits to be sent', { exact: true }).waitFor()
    assert.deepEqual(await ports.incidents.entries(incident!.id), [])
    await context.setOffline(false)
    await page.getByText('resolved it').waitFor()
    assert.equal(await page.getByText('to be sent').count(), 0)
    const said = (await ports.incidents.entries(incident!.id)).map((entry) => (entry.kind === 'history' ? entry.action : entry.kind))
    assert.deepEqual(said, ['verdict', 'resolved'])
  })

  it('shows a decision that came too late beside the one that stands, and lets the person decide again', async () => {
    const [incident] = await store(1)
    await using opened = await open('site-engineer', incident!, phone)
    const { page, context } = opened
    await page.getByRole('checkbox').uncheck()
    await context.setOffline(true)
    await page.getByRole('button', { name: 'True', exact: true }).tap()
    await page.getByText('1 decision waits to be sent.').waitFor()
    await judgeAs('Somebody else', incident!.id)
    await context.setOffline(false)
    await page.getByText('1 decision of yours was not taken:').waitFor()
    await page.getByRole('alert').getByText('Somebody else has decided: False alarm').waitFor()
    assert.equal((await ports.incidents.find(incident!.id))!.value.verdict, 'rejected')
    await page.reload()
    await page.getByRole('button', { name: 'Keep “False alarm”' }).tap()
    await page.getByText('1 decision of yours was not taken:').waitFor({ state: 'detached' })
    assert.equal((await ports.incidents.entries(incident!.id)).length, 1)
  })

  it('gives no verdict buttons to those who may only look', async () => {
    const [incident] = await store(1)
    await using opened = await open('safety-auditor', incident!, desk)
    const { page } = opened
    await page.getByRole('heading', { name: 'Comments and history' }).waitFor()
    for (const name of ['True', 'False alarm', 'Acknowledge', 'Resolve', 'Missed object', 'Send'])
      assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name)
    await page.keyboard.press('t')
    await page.keyboard.press('ArrowRight')
    assert.deepEqual(await ports.incidents.entries(incident!.id), [])
  })

  for (const colorScheme of ['light', 'dark'] as const)
    it(`is accessible in ${colorScheme}`, async () => {
      const [incident] = await store(1)
      await judgeAs('Somebody else', incident!.id)
      await using opened = await open('site-engineer', incident!, { ...phone, colorScheme })
      await opened.page.locator('[data-media-ms]').waitFor()
      await opened.page.getByText('Somebody else: False alarm').waitFor()
      assert.deepEqual(await findViolations(opened.page), [])
    })

  /** Incidents an hour apart, oldest first; nothing else is unresolved then. */
  async function store(how: number, { hasVideo = true, lastsSeconds = 3 } = {}): Promise<Incident[]> {
    const query = { sites: ['plant-1'], limit: 100 }
    for (const { id } of (await ports.incidents.listUnresolved(query)).items) {
      const { value, version } = (await ports.incidents.find(id))!
      await ports.incidents.write({ incident: { ...value, state: 'resolved' }, version })
    }
    const stored: Incident[] = []
    for (let index = 0; index < how; index++) {
      count += 1
      const film = hasVideo ? { file: join(folder, 'film.mp4') } : {}
      const start = count * 3600
      const more = { endedAt: at(start + 4 + lastsSeconds) }
      const filmed = { id: `incident-${count}`, start, timesMs, snapshot: true, more, ...film }
      stored.push(await storeFilmedIncident(ports, azurite.connectionString, filmed))
    }
    return stored
  }

  async function judgeAs(name: string, id: string): Promise<void> {
    const { value, version } = (await ports.incidents.find(id))!
    const by = { who: 'somebody-else', name, at: ports.clock().toISOString() }
    const { incident, entry } = judge(value, await ports.incidents.entries(id), by, { verdict: 'rejected', boxes: [] }, undefined)
    await ports.incidents.write({ incident, version, entries: [entry] })
  }

  async function open(role: Role, { id }: Incident, options: BrowserContextOptions) {
    const context = await browser.newContext(options)
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(`${served.origin}/incidents/${id}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() }
  }

  async function state(page: Page, word: string): Promise<void> {
    await page
      .locator('header', { has: page.getByRole('heading', { level: 1 }) })
      .getByText(word, { exact: true })
      .waitFor()
  }
})
