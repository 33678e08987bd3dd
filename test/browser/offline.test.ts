import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { findViolations } from './find-violations.ts'
import { cardOf, minute, type Queue, startQueue } from './queue.ts'

describe('the pages without a network', () => {
  let queue: Queue

  before(async () => {
    queue = await startQueue()
  })
  after(() => queue.close())

  /** A visit that is over once the worker has all it needs. */
  async function visit(t: TestContext): Promise<Page> {
    const { write } = await queue.plant()
    await write('a', { startedAt: minute(1), label: 'leak' })
    const page = await queue.open(t, '/incidents', 'site-engineer', { serviceWorkers: 'allow' })
    await cardOf(page, 'a').waitFor()
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    return page
  }

  it('open after one visit, say that there is none, and show what the tab had read', async (t) => {
    const page = await visit(t)
    await page.context().setOffline(true)
    await page.reload()
    await page.getByText('You are offline.').waitFor()
    await cardOf(page, 'a').waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await findViolations(page), [])
    }
    await page.getByRole('link', { name: 'Fleet' }).click()
    await page.getByText('You are offline.').waitFor()
    await page.context().setOffline(false)
    await page.getByText('You are offline.').waitFor({ state: 'detached' })
  })

  it('say so in another tab as well, which knows nothing of what this one had read', async (t) => {
    const page = await visit(t)
    const { origin } = new URL(page.url())
    await page.context().setOffline(true)
    const other = await page.context().newPage()
    await other.goto(`${origin}/nights`)
    await other.getByText('You are offline.').waitFor()
    await other.getByRole('button', { name: 'Try again' }).waitFor()
    assert.equal(await other.locator('[data-incident]').count(), 0)
  })

  it('are kept in one cache that holds files of the pages alone: nothing of the API, and nothing of an older version', async (t) => {
    const page = await visit(t)
    await page.evaluate(() => caches.open('shell-older'))
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.unregister()
    })
    await page.reload()
    await page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready
      if (active?.state !== 'activated') await new Promise((resolve) => active?.addEventListener('statechange', resolve))
    })
    const names = await page.evaluate(() => caches.keys())
    assert.equal(names.length, 1)
    const paths = await page.evaluate(async (name) => {
      const requests = await (await caches.open(name)).keys()
      return requests.map(({ url }) => new URL(url).pathname)
    }, names[0]!)
    assert.ok(paths.includes('/') && paths.some((path) => /^\/assets\/index-.*\.js$/.test(path)))
    assert.deepEqual(
      paths.filter((path) => !/^\/(assets\/[^/]+|icon\.svg|app\.webmanifest)?$/.test(path)),
      [],
    )
  })

  it('come from the network while there is one: the page that was kept hides no newer one', async (t) => {
    const page = await visit(t)
    await page.evaluate(async () => {
      const [name] = await caches.keys()
      const older = new Response('<h1>An older page</h1>', { headers: { 'content-type': 'text/html' } })
      await (await caches.open(name!)).put('/', older)
    })
    await page.reload()
    await cardOf(page, 'a').waitFor()
    await page.context().setOffline(true)
    await page.reload()
    await page.getByRole('heading', { name: 'An older page' }).waitFor()
  })
})
