// Addresses that nobody knows, parts of them that mean nothing, and too much of everything: what the pages say then.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createRequestLimiter, requestLimits } from '../../functions/review/request-limits.ts'
import { systemClock } from '../../shared/domain/clock.ts'
import { rememberStarts } from '../shared/operations/approval-support/open-question.ts'
import { type FleetPlant, startFleetPlant } from './fleet-plant.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

/** Every address that the pages know. */
const known = [...readFileSync('ui/app/router.tsx', 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path]) => path!)
const lists = known.filter((path) => !path.includes('$') && path !== '/' && !path.startsWith('/signed-'))
/** What somebody writes into an address: another's field, an operator, a prototype, numbers and dates that are none, lists. */
const nonsense = new URLSearchParams([
  ...[
    ['$filter', '1 eq 1'],
    ['PartitionKey', 'x'],
    ['severity__startswith', 'c'],
    ['__proto__', '{"a":1}'],
  ],
  ...[
    ['severity', 'worst'],
    ['state', '__proto__'],
    ['verdict', '["a"]'],
    ['tab', 'constructor'],
    ['from', 'yesterday'],
    ['to', '-1'],
  ],
  ...[
    ['days', '1e999'],
    ['camera', "x' or '1' eq '1"],
    ['rule', '../..'],
    ['label', '9'],
    ['day', '2026-99-99'],
    ['at', 'NaN'],
    ['id', '..'],
  ],
])

describe('the pages, asked for what they do not have', () => {
  let plant: FleetPlant
  let served: ServedApp
  let browser: Browser
  let context: BrowserContext

  before(async () => {
    plant = await startFleetPlant({ orchestrations: rememberStarts() })
    served = await serveApp(plant.ports)
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    await signInAs(context, served.origin, 'admin')
  })
  after(async () => {
    await browser.close()
    served.close()
    await plant.close()
  })

  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(served.origin + path)
    return page
  }

  it('take of an address what they know, whatever else stands in it, and ask the API for nothing that it would refuse', async () => {
    const refused: string[] = []
    const failed: string[] = []
    context.on('response', (answer) => answer.status() === 400 && refused.push(answer.url()))
    context.on('weberror', (error) => failed.push(String(error.error())))
    for (const path of lists) {
      const page = await open(`${path}?${nonsense}`)
      await page
        .getByRole('heading', { level: 1 })
        .waitFor()
        .catch(() => assert.fail(`${path} shows nothing`))
      await isStill(page)
      assert.equal(await page.getByRole('main').getByRole('alert').count(), 0, path)
      await page.close()
    }
    assert.ok(lists.length > 15)
    assert.deepEqual({ refused, failed }, { refused: [], failed: [] })
    for (const name of ['$filter', 'PartitionKey', 'severity__startswith', 'severity[]'])
      assert.equal((await context.request.get(`${served.origin}/api/incidents?${encodeURIComponent(name)}=x`)).status(), 400, name)
  })

  it('say of an address that is none that there is no such page, and lead back', async () => {
    for (const path of ['/people', '/incidents/a/b/c', '/no%20such%3Cthing%3E', '/lineage/person/x']) {
      const page = await open(path)
      await page.getByText('There is no such page').waitFor()
      await page.getByRole('main').getByRole('link', { name: 'To the incidents' }).waitFor()
      await page.close()
    }
    // Nothing of ours has such names, whatever they are written like: neither a page nor a file.
    for (const path of ['/admin', '/..%2f..%2fetc/passwd', '/.env', '/api%2fincidents'])
      assert.equal((await context.request.get(served.origin + path)).status(), 404, path)
  })

  it('say when to try again to somebody who asked too often, and let them then', async () => {
    let now = systemClock().getTime()
    const limits = { ...requestLimits, reads: { perMinute: 6, burst: 2 } }
    const limited = await serveApp(plant.ports, { limiter: createRequestLimiter(() => new Date(now), limits) })
    const own = await browser.newContext({ locale: 'en-GB' })
    await signInAs(own, limited.origin, 'site-engineer')
    const page = await own.newPage()
    await page.goto(`${limited.origin}/incidents`)
    const alert = page.getByRole('alert').filter({ hasText: 'There were too many requests.' }).first()
    await alert.getByText(/Try again in \d+ s\./).waitFor()
    const again = alert.getByRole('button', { name: 'Try again' })
    assert.equal(await again.isDisabled(), true)
    now += 60_000
    await alert.getByText('Try again now.').waitFor()
    await again.click()
    await page.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor()
    await own.close()
    limited.close()
  })

  const isStill = (page: Page) => page.waitForFunction(() => document.querySelector('main [aria-busy=true]') === null)
})
