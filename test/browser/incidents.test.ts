import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import sharp from 'sharp'
import { findViolations } from './find-violations.ts'
import { cardOf, idsOn, minute, type Queue, startQueue } from './queue.ts'

describe('the queue of incidents', () => {
  let queue: Queue

  before(async () => {
    queue = await startQueue()
  })
  after(() => queue.close())

  it('shows what nobody resolved, newest first, with the picture of the device and counts of what is not judged', async (t) => {
    const { site, write } = await queue.plant()
    const picture = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#345' } })
      .jpeg()
      .toBuffer()
    const container = BlobServiceClient.fromConnectionString(queue.connectionString).getContainerClient('snapshots')
    await container.createIfNotExists()
    await container
      .getBlockBlobClient(`${site}/a.jpg`)
      .upload(picture, picture.length, { blobHTTPHeaders: { blobContentType: 'image/jpeg' } })
    await write('old', { startedAt: minute(1), severity: 'critical', snapshot: `${site}/a.jpg` })
    await write('new', { startedAt: minute(2), severity: 'warning' })
    await write('judged', { startedAt: minute(3), severity: 'warning', verdict: 'rejected', state: 'acknowledged' })
    await write('done', { startedAt: minute(4), state: 'resolved' })
    const page = await queue.open(t)
    await cardOf(page, 'old').waitFor()
    assert.deepEqual(
      await idsOn(page),
      ['judged', 'new', 'old'].map((name) => `${site}-${name}`),
    )
    await page.getByRole('tab', { name: 'All 2 not judged' }).waitFor()
    await page.getByRole('tab', { name: 'Warning 1 not judged' }).waitFor()
    const image = cardOf(page, 'old').locator('img')
    await image.waitFor()
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('[data-incident] img')?.naturalWidth === 640)
    // The device has drawn its boxes into it; where there is no picture yet, the box alone says where.
    const boxIn = (name: string) => cardOf(page, name).locator('[aria-hidden] [aria-hidden] > div').count()
    assert.deepEqual([await boxIn('old'), await boxIn('new')], [0, 1])
  })

  it('turns what one types into chips, keeps them in the address, and gives the same view to whoever opens the link', async (t) => {
    const { site, write } = await queue.plant()
    await write('a', { startedAt: minute(1), label: 'leak', severity: 'warning' })
    await write('b', { startedAt: minute(2), label: 'leak', severity: 'critical' })
    await write('c', { startedAt: minute(3), severity: 'critical' })
    const page = await queue.open(t)
    await cardOf(page, 'c').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('label: leak')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Remove Label: leak' }).waitFor()
    assert.equal(await page.getByRole('combobox').evaluate((field) => field === document.activeElement), true)
    await page.getByRole('tab', { name: /^All/ }).focus()
    await page.keyboard.press('ArrowRight')
    assert.equal(await page.getByRole('tab', { name: /^Critical/ }).evaluate((tab) => tab === document.activeElement), true)
    await cardOf(page, 'a').waitFor({ state: 'detached' })
    await cardOf(page, 'b').waitFor()
    assert.deepEqual(await idsOn(page), [`${site}-b`])
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Link copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const other = await page.context().newPage()
    await other.goto(link)
    await cardOf(other, 'b').waitFor()
    assert.deepEqual(await idsOn(other), [`${site}-b`])
    await page.getByRole('button', { name: 'Remove Label: leak' }).click()
    await cardOf(page, 'c').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await cardOf(page, 'a').waitFor()
    assert.equal(new URL(page.url()).search, '')
  })

  it('says that something is new and shows it when one asks; until then nothing moves', async (t) => {
    const { site, write } = await queue.plant()
    await write('first', { startedAt: minute(1) })
    const page = await queue.open(t)
    await cardOf(page, 'first').waitFor()
    const before = await cardOf(page, 'first').boundingBox()
    await write('second', { startedAt: minute(2) })
    await write('third', { startedAt: minute(3) })
    await page.getByRole('button', { name: '2 new' }).waitFor()
    assert.deepEqual(await idsOn(page), [`${site}-first`])
    assert.deepEqual(await cardOf(page, 'first').boundingBox(), before)
    await page.getByRole('button', { name: '2 new' }).click()
    await cardOf(page, 'third').waitFor()
    assert.deepEqual(
      await idsOn(page),
      ['third', 'second', 'first'].map((name) => `${site}-${name}`),
    )
    assert.equal(await page.getByRole('button', { name: /new$/ }).count(), 0)
  })

  it('tells what to do when nothing waits, and shows the first that comes by itself', async (t) => {
    const { write } = await queue.plant()
    const page = await queue.open(t)
    await page.getByText('All done').waitFor()
    await write('first')
    await cardOf(page, 'first').waitFor()
  })

  it('opens an incident with the view that it was found in, by a click and by Enter', async (t) => {
    const { site, write } = await queue.plant()
    await write('one', { startedAt: minute(1), severity: 'critical' })
    await write('two', { startedAt: minute(2), severity: 'info' })
    const page = await queue.open(t, '/incidents?severity=critical')
    await cardOf(page, 'one').waitFor()
    await page.keyboard.press('j')
    await page.locator('[data-incident] a:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/incidents/${site}-one?severity=critical`)
    await page.goBack()
    await cardOf(page, 'one').click()
    await page.waitForURL(`**/incidents/${site}-one?severity=critical`)
  })

  it('has a calendar of the days that had incidents, and a day of it is a click away', async (t) => {
    const { site, write } = await queue.plant()
    await write('march-1', { startedAt: '2026-03-01T22:59:59.000Z', severity: 'critical' })
    await write('march-2', { startedAt: '2026-03-01T23:00:00.000Z', severity: 'warning' })
    await write('march-2b', { startedAt: '2026-03-02T10:00:00.000Z', severity: 'critical', verdict: 'confirmed' })
    const page = await queue.open(t, `/incidents?from=2026-03-01T00:00:00.000Z&to=2026-03-01T01:00:00.000Z`)
    await page.keyboard.press('c')
    const calendar = page.getByRole('dialog', { name: 'Calendar' })
    await calendar.getByRole('heading', { name: 'March 2026' }).waitFor()
    await calendar.getByRole('button', { name: /^Sunday,? 1 March 2026: 1 Critical, 1 not judged$/ }).waitFor()
    await calendar.getByRole('button', { name: /^Monday,? 2 March 2026: 1 Critical, 1 Warning, 1 not judged$/ }).click()
    await page.getByRole('button', { name: 'Remove 2 Mar 2026' }).waitFor()
    await cardOf(page, 'march-2').waitFor()
    assert.deepEqual(await idsOn(page), [`${site}-march-2b`, `${site}-march-2`])
  })

  it('keeps filters under a star, each person their own; they are renamed and removed', async (t) => {
    const { write } = await queue.plant()
    await write('a', { severity: 'info' })
    const page = await queue.open(t, '/incidents?severity=info')
    const saved = page.getByRole('button', { name: 'Saved filters', exact: true })
    await saved.click()
    const dialog = page.getByRole('dialog', { name: 'Saved filters' })
    await dialog.getByLabel('Name').fill('Only info')
    await dialog.getByRole('button', { name: 'Save this filter' }).click()
    assert.equal(await saved.getAttribute('aria-pressed'), 'true')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.reload()
    await saved.click()
    await dialog.getByRole('button', { name: 'Rename Only info' }).click()
    await dialog.getByLabel('Name').fill('Hints')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByRole('button', { name: /^Hints/ }).click()
    await page.waitForURL('**/incidents?severity=info')
    await saved.click()
    await dialog.getByRole('button', { name: 'Remove Hints' }).click()
    await dialog.getByText('None yet.').waitFor()
  })

  it('can be looked at by those who decide nothing, and offers them nothing to decide', async (t) => {
    const { write } = await queue.plant('safety-auditor')
    await write('a')
    const page = await queue.open(t, '/incidents', 'safety-auditor')
    await cardOf(page, 'a').waitFor()
    assert.equal(await page.getByRole('checkbox').count(), 0)
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).getByText('To the filter').waitFor()
    assert.equal(await page.getByRole('dialog').getByText('Select it').count(), 0)
    assert.equal(await page.getByText('1 selected').count(), 0)
  })

  it('holds no more cards than are in sight, however far one scrolls, and reads on page by page', async (t) => {
    const { site, write } = await queue.plant()
    await write('sample')
    const total = 300
    const page = await queue.open(t)
    await cardOf(page, 'sample').waitFor()
    const [one] = (await (await page.request.get(`${queue.origin}/api/incidents?site=${site}`)).json()).items
    await page.route('**/api/incidents?*', (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0)
      const items = Array.from({ length: 30 }, (_, index) => ({ ...one, id: `many-${from + index}`, startedAt: minute(-from - index) }))
      return route.fulfill({ json: { items, ...(from + 30 < total && { cursor: String(from + 30) }) } })
    })
    await page.reload()
    await page.locator('[data-incident="many-0"]').waitFor()
    const last = page.locator(`[data-incident="many-${total - 1}"]`)
    while ((await last.count()) === 0) {
      await page.keyboard.press('End')
      assert.ok((await page.locator('[data-incident]').count()) <= 60)
    }
    // Chromium now and then drops a key that comes while the page still glides to its end.
    const first = page.locator('[data-incident="many-0"]')
    while ((await first.count()) === 0) await page.keyboard.press('Home')
  })

  it('breaks no rule of axe-core, light or dark, with everything open', async (t) => {
    const { write } = await queue.plant()
    for (const [index, severity] of (['critical', 'warning', 'info'] as const).entries())
      await write(`x${index}`, { startedAt: minute(index), severity, ...(index === 0 && { verdict: 'rejected' }) })
    const page = await queue.open(t, '/incidents?phase=open')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await cardOf(page, 'x2').waitFor()
      await cardOf(page, 'x1').getByRole('checkbox').click()
      await page.getByRole('region', { name: 'Selected incidents' }).waitFor()
      assert.deepEqual(await findViolations(page), [], `the list, ${colorScheme}`)
      await page.keyboard.press('Escape')
      await page.getByRole('combobox', { name: 'Filter' }).click()
      await page.getByRole('option').first().waitFor()
      assert.deepEqual(await findViolations(page), [], `the filter, ${colorScheme}`)
      await page.keyboard.press('Escape')
      for (const name of ['Calendar', 'Saved filters']) {
        await page.getByRole('button', { name, exact: true }).click()
        await page.getByRole('dialog', { name }).waitFor()
        assert.deepEqual(await findViolations(page), [], `${name}, ${colorScheme}`)
        await page.keyboard.press('Escape')
      }
    }
  })
})
