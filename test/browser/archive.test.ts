import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { TableClient } from '@azure/data-tables'
import type { Browser, Page } from 'playwright-core'
import { allowPages } from '../../local/azurite/allow-pages.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Role } from '../../shared/domain/person.ts'
import type { Ports } from '../../shared/ports.ts'
import { makeVideo } from '../edge/support/make-video.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { at } from '../harness/sample-messages.ts'
import { createTestApp } from '../harness/test-app.ts'
import { sha256Of, storeRecording } from '../shared/operations/archive-support/store-recording.ts'
import { findViolations } from './find-violations.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

const auditor = laptopPeople.find(({ handle }) => handle === 'safety-auditor')!.id

describe('the archive', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser
  let folder: string

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    for (const id of ['plant-1', 'plant-2']) await ports.rosters.saveSite({ id, name: `Works ${id}`, timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant-1', 'plant-2'] })
    await ports.fleet.saveCamera({
      ...{ id: 'camera-1', site: 'plant-1', device: 'edge-1', name: 'Filler' },
      settings: { source: 'rtsp://camera.example.com/1', framesPerSecond: 5, recording: 'continuous', enabled: true },
    })
    folder = mkdtempSync(join(tmpdir(), 'archive-'))
    const file = join(folder, 'ten-seconds.mp4')
    makeVideo(file, { width: 96, height: 64, framesPerSecond: 10, frames: 100, groupSize: 10, squares: [] })
    // Ten seconds each, and ten seconds of nothing before the last.
    for (const start of [0, 10, 30])
      await storeRecording(ports, azurite.connectionString, { id: `rec-${start}`, start, video: readFileSync(file) })
    const times = { startedAt: at(12), endedAt: at(16), receivedAt: at(17), phase: 'closed' } as const
    await ports.incidents.write({
      incident: sampleIncident('inc-1', { site: 'plant-1', camera: 'camera-1', ...times }),
      version: undefined,
    })
    for (const site of ['plant-1', 'plant-2']) await fillChain(site)
    await change(azurite, 'plant-2', 4)
    served = await serveApp(ports)
    await allowPages(azurite.connectionString, [served.origin])
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
    rmSync(folder, { recursive: true })
  })

  async function fillChain(site: string) {
    for (let n = 1; n <= 6; n++)
      await ports.audit.append(site, {
        ...{ at: at(n), who: n === 3 ? 'system' : auditor, subject: `recording/${n}`, detail: { n } },
        action: n === 3 ? 'night-started' : 'media-viewed',
      })
  }

  async function open(t: TestContext, path: string, role: Role = 'safety-auditor', site = 'plant-1'): Promise<Page> {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    t.after(() => context.close())
    await context.addInitScript((id) => localStorage.setItem('site', id), site)
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    page.on('console', (message) => assert.notEqual(message.type(), 'error', message.text()))
    await page.goto(`${served.origin}${path}`)
    await page.getByRole('heading', { name: 'Archive', level: 1 }).waitFor()
    return page
  }

  it('opens on the newest day with video, and says where there is none', async (t) => {
    const page = await open(t, '/archive')
    const strip = page.getByRole('slider', { name: 'Interval of the day' })
    assert.match((await strip.getAttribute('aria-valuetext')) ?? '', /^09:00:00 to 09:02:00, video, 1 incident$/)
    const gaps = page.getByRole('region', { name: '3 gaps' }).getByRole('row')
    assert.deepEqual(await gaps.allInnerTexts().then((rows) => rows.map((row) => row.split(/\s+/)).slice(2, 3)), [
      ['09:00:20', '09:00:30', '10', 's'],
    ])
    const day = page.getByRole('button', { name: /^Friday 20 November, 0 % video, 1 incident$/ })
    assert.equal(await day.getAttribute('aria-current'), 'date')
  })

  it('plays an interval over a gap by the clock of the site, and never passes the last picture off as another time', async (t) => {
    const page = await open(t, `/archive?camera=camera-1&day=2026-11-20&from=${at(15)}&to=${at(35)}`)
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await page.getByText('No video from 09:00:20 – 09:00:30 (10 s)').waitFor()
    const video = page.locator('video')
    const clock = page.locator('output[data-at]')
    const duration = await video.evaluate(async (element: HTMLVideoElement) => {
      if (!(element.duration > 0)) await new Promise((resolve) => element.addEventListener('loadedmetadata', resolve))
      element.pause()
      return element.duration
    })
    assert.ok(Math.abs(duration - 20) < 0.2, String(duration))
    await seek(page, 6)
    await page.getByText('No video of this time').waitFor()
    assert.equal(await clock.getAttribute('data-at'), at(21))
    await seek(page, 16)
    await page.getByText('No video of this time').waitFor({ state: 'detached' })
    assert.equal(await clock.getAttribute('data-at'), at(31))
    // Played, it goes over the gap by itself.
    await seek(page, 4.8)
    await video.evaluate((element: HTMLVideoElement) => void element.play())
    await page.waitForFunction((gapEnd) => (document.querySelector('output[data-at]')?.getAttribute('data-at') ?? '') >= gapEnd, at(30))
  })

  it('is moved by arrows, zoomed by the wheel, and every view is a link', async (t) => {
    const page = await open(t, `/archive?camera=camera-1&day=2026-11-20&from=${at(0)}&to=${at(10)}`)
    const strip = page.getByRole('slider', { name: 'Interval of the day' })
    await strip.press('ArrowRight')
    await strip.press('Shift+ArrowRight')
    await page.waitForURL((url) => url.searchParams.get('from') !== at(0) && url.searchParams.get('to') !== at(10))
    const { searchParams } = new URL(page.url())
    const [from, to] = [Date.parse(searchParams.get('from')!), Date.parse(searchParams.get('to')!)]
    assert.ok(from > Date.parse(at(0)) && to - from > 10_000)
    const ruler = () => strip.textContent()
    const before = await ruler()
    await strip.hover()
    await page.mouse.wheel(0, -600)
    await page.waitForFunction((text) => document.querySelector('[role=slider]')?.textContent !== text, before)
    const closer = await ruler()
    await page.mouse.wheel(200, 0)
    await page.waitForFunction((text) => document.querySelector('[role=slider]')?.textContent !== text, closer)
    await page.getByLabel('From', { exact: true }).fill('09:00:05')
    await page.waitForURL((url) => url.searchParams.get('from') === at(5))
  })

  it('gives a clip and an evidence package to take along, with what verifies them', async (t) => {
    const page = await open(t, `/archive?camera=camera-1&day=2026-11-20&from=${at(5)}&to=${at(15)}`)
    await page.getByRole('button', { name: 'Download clip' }).click()
    const dialog = page.getByRole('dialog')
    const [clip] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: /^Save \(/ }).click()])
    assert.equal(clip.suggestedFilename(), 'camera-1-2026-11-20T08-00-05.000Z.mp4')
    assert.equal(sha256Of(readFileSync(await clip.path())), await dialog.locator('code').textContent())
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Evidence hand-in-zone' }).click()
    await dialog.getByText('How to verify it, without us').waitFor()
    const digest = await dialog.locator('dd code').textContent()
    const [zip] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save package (ZIP)' }).click()])
    assert.equal(zip.suggestedFilename(), `${digest}.zip`)
    const { entries } = await ports.audit.read({ site: 'plant-1', from: 1, limit: 500 })
    assert.equal(entries.findLast(({ action }) => action === 'evidence-made')?.detail['digest'], digest)
  })

  it('keeps what an auditor says with the reason, until they release it', async (t) => {
    const page = await open(t, '/archive?tab=holds')
    await page.getByRole('button', { name: 'Place a hold' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Place a hold' }).click()
    await dialog.getByText('Say why: whoever finds this hold in a year must understand it.').waitFor()
    await dialog.getByLabel('Reason').fill('Claim 17')
    await dialog.getByLabel('From').fill('2026-11-20T09:00:00')
    await dialog.getByLabel('To').fill('2026-11-20T09:00:40')
    await dialog.getByRole('button', { name: 'Place a hold' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Claim 17' })
    await row.getByText('In force').waitFor()
    const [hold] = await ports.holds.list('plant-1')
    assert.deepEqual([hold?.from, hold?.to, hold?.reason], [at(0), at(40), 'Claim 17'])
    await row.getByRole('button', { name: 'Release' }).click()
    await dialog.getByRole('button', { name: 'Release' }).click()
    await row.getByText('Released', { exact: true }).waitFor()
    assert.match((await row.textContent()) ?? '', /Placed by Safety auditor.*released by Safety auditor/s)
  })

  it('checks the audit chain by itself, and filters it by person and kind', async (t) => {
    const page = await open(t, '/archive?tab=audit')
    await page.getByText(/The chain holds from entry 1 to \d+: checked by the server, and again in this browser\./).waitFor()
    await page.getByLabel('Person').selectOption('Sightloop')
    await page.getByText(/Looked through entries 1 to \d+: the server found the chain whole there/).waitFor()
    const rows = page.locator('ol > li')
    assert.match(await rows.allInnerTexts().then((texts) => texts.join()), /Night started.*recording\/3/s)
    assert.equal(await rows.count(), 1)
    assert.match(page.url(), /who=system/)
    await page.getByLabel('To day').fill('2026-11-19')
    await page.getByText('No entry matches').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await rows.nth(5).waitFor()
    await page.getByLabel('Object').fill('recording/5')
    await page.getByLabel('Object').press('Enter')
    await page.getByText(/Looked through/).waitFor()
    assert.match((await rows.textContent()) ?? '', /recording\/5/)
    assert.match(page.url(), /about=recording%2F5/)
  })

  it('shows a chain that was changed in red at its very place', async (t) => {
    const page = await open(t, '/archive?tab=audit', 'safety-auditor', 'plant-2')
    const alert = page.getByRole('alert')
    await alert.getByText('The chain is broken at entry 4.').waitFor()
    await alert.getByText('The server and your browser found it independently.').waitFor()
    const broken = page.getByRole('listitem').filter({ hasText: 'Here it breaks' })
    assert.match((await broken.textContent()) ?? '', /^4/)
  })

  it('finds a broken chain that the server calls whole', async (t) => {
    const page = await open(t, '/archive')
    await page.route('**/audit?*', async (route) => {
      const response = await route.fetch()
      const answer = await response.json()
      answer.entries[1].who = 'somebody-else'
      await route.fulfill({ response, json: answer })
    })
    await page.getByRole('tab', { name: 'Audit log' }).click()
    await page.getByText('The chain is broken at entry 2.').waitFor()
    await page.getByText('Your browser found it; the server says that all is well.').waitFor()
  })

  it('shows others the footage and nothing of holds, log and quarantine', async (t) => {
    const page = await open(t, '/archive?tab=audit', 'data-labeler')
    await page.getByRole('slider', { name: 'Interval of the day' }).waitFor()
    assert.equal(await page.getByRole('tab').count(), 0)
    assert.equal(await page.getByRole('button', { name: /hold|Evidence/ }).count(), 0)
  })

  for (const tab of ['footage', 'holds', 'audit'] as const)
    it(`${tab}: axe finds nothing, light and dark`, async (t) => {
      const page = await open(t, `/archive?tab=${tab}`, 'safety-auditor', tab === 'audit' ? 'plant-2' : 'plant-1')
      await page.getByRole('main').locator('li, [role=slider]').first().waitFor()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        assert.deepEqual(await findViolations(page), [])
      }
    })
})

async function seek(page: Page, seconds: number): Promise<void> {
  await page.locator('video').evaluate(async (element: HTMLVideoElement, to) => {
    const sought = new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }))
    element.currentTime = to
    await sought
  }, seconds)
}

/** What somebody with access to the table might do. */
async function change({ connectionString }: RunningAzurite, site: string, seq: number): Promise<void> {
  const table = TableClient.fromConnectionString(connectionString, 'Audit', { allowInsecureConnection: true })
  for await (const { partitionKey, rowKey, json } of table.listEntities<{ json: string }>())
    if (partitionKey?.startsWith(site) && rowKey?.endsWith(String(seq).padStart(12, '0')))
      await table.updateEntity({ partitionKey, rowKey, json: json.replace(`recording/${seq}`, 'recording/9') }, 'Merge')
}
