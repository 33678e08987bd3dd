// What keeps others from acting through somebody's browser, and what a person sees when they may not, seen with the pages in the loop.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { routes } from '../../functions/review/routes/index.ts'
import { uiFolder } from '../../functions/ui/ui-files.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import type { Role } from '../../shared/domain/person.ts'
import type { Ports } from '../../shared/ports.ts'
import { dumpTables } from '../harness/dump-tables.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { createTestApp } from '../harness/test-app.ts'
import { launchBrowser } from './launch-browser.ts'
import { type ServedApp, serveApp } from './serve-app.ts'
import { signInAs } from './sign-in-as.ts'

const site = 'plant-1'
const { id: engineer, name: engineerName } = laptopPeople.find(({ handle }) => handle === 'site-engineer')!

describe('the pages, guarded', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let served: ServedApp
  let browser: Browser

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite({ id: site, name: 'Plant 1', timeZone: 'Europe/Berlin' })
    await ports.people.save({ id: engineer, name: engineerName, sites: [site] })
    for (const [id, of] of [
      ['mine', site],
      ['foreign', 'plant-2'],
    ] as const)
      await ports.incidents.write({ incident: sampleIncident(id, { site: of, snapshot: `${of}/${id}.jpg` }), version: undefined })
    served = await serveApp(ports)
    browser = await launchBrowser()
  })
  after(async () => {
    await browser.close()
    served.close()
    await azurite.close()
  })

  async function open(path: string, role: Role = 'site-engineer'): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    await signInAs(context, served.origin, role)
    const page = await context.newPage()
    await page.goto(`${served.origin}${path}`)
    return { context, page }
  }

  it('send the headers that let nothing in with every answer: pages, files, refusals and what is not there', async () => {
    const files = readdirSync(uiFolder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css|svg|webmanifest)$/.test(name))
    const paths = [
      '/',
      '/incidents/mine',
      '/assets/none.js',
      '/api/none',
      '/api/me',
      '/api/incidents?$filter=1',
      ...files.map((name) => `/${name}`),
    ]
    const seen = new Set<number>()
    for (const path of paths) {
      const { status, headers } = await fetch(served.origin + path)
      seen.add(status)
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /^default-src 'none'/, path)
      assert.doesNotMatch(policy, /unsafe-|\*/, path)
      for (const part of ["base-uri 'none'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), `${path}: ${part}`)
      assert.match(headers.get('strict-transport-security') ?? '', /max-age=31536000/, path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      for (const name of ['cross-origin-opener-policy', 'cross-origin-resource-policy'])
        assert.equal(headers.get(name), 'same-origin', path)
      assert.ok(headers.has('permissions-policy') && headers.has('referrer-policy') && headers.has('cache-control'), path)
      for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
        assert.equal(headers.get(name), null, `${path}: ${name}`)
    }
    assert.deepEqual([...seen].sort(), [200, 401, 404])
    const page = await (await fetch(served.origin)).text()
    assert.equal(page.match(/<script(?![^>]*\ssrc=)/g), null)
    assert.doesNotMatch(page, /<style|\son\w+=|javascript:/i)
  })

  /** The trail of who saw a picture is written by looking, and only that. */
  const dump = async () => (await dumpTables(azurite.connectionString)).replaceAll(/^Audit .*\n?/gm, '')

  it('let no other site act with the cookie of somebody: no form, no script, no picture', async () => {
    const path = `${served.origin}/api/incidents/mine/acknowledge`
    const evil = await serveText(`<!doctype html><img src="${path}">
      <form id="plain" method="post" action="${path}" enctype="text/plain"><input name='{"a":"' value='"}'></form>
      <form id="usual" method="post" action="${path}"><input name="a" value="b"></form>`)
    const { context } = await open('/incidents')
    const before = await dump()
    for (const form of ['plain', 'usual']) {
      const page = await context.newPage()
      // By another name of the machine this is another site to the browser.
      await page.goto(evil.url)
      const answered = page.waitForResponse((response) => response.url() === path && response.request().method() === 'POST')
      await page.evaluate((id) => (document.getElementById(id) as HTMLFormElement).submit(), form)
      assert.ok([401, 403].includes((await answered).status()), form)
    }
    const page = await context.newPage()
    await page.goto(evil.url)
    await page.evaluate(async (address) => {
      const body = JSON.stringify({})
      for (const headers of [{ 'content-type': 'text/plain' }, { 'content-type': 'application/json' }])
        await fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include', headers, body }).catch(() => {})
    }, path)
    // Whoever holds the cookie, but comes from a page of another site.
    for (const [name, value] of [
      ['origin', evil.url],
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
      ['sec-fetch-site', 'same-site'],
    ] as const)
      assert.equal((await context.request.post(path, { headers: { [name]: value } })).status(), 403)
    assert.equal(await dump(), before)
    evil.server.closeAllConnections()
    evil.server.close()
    await context.close()
  })

  it('change nothing by looking: every GET leaves every row as it was, but for who looked', async () => {
    const context = await browser.newContext()
    await signInAs(context, served.origin, 'admin')
    const before = await dump()
    const filled = (path: string) =>
      path
        .replace('{site}', site)
        .replace('{id}', 'mine')
        .replaceAll(/\{\w+\}/g, 'a1')
    const gets = routes.filter(({ method }) => method === 'GET')
    for (const { path } of gets) await context.request.get(`${served.origin}/api/${filled(path)}`, { maxRedirects: 0 })
    assert.ok(gets.length > 40)
    assert.equal(await dump(), before)
    await context.close()
  })

  it('say the same of what belongs to another site as of what does not exist', async () => {
    const texts = []
    for (const id of ['foreign', 'missing']) {
      const { context, page } = await open(`/incidents/${id}`)
      await page.getByText('There is no such thing, or it is not yours to see.').waitFor()
      texts.push(((await page.getByRole('main').textContent()) ?? '').replaceAll(id, ''))
      const answer = await context.request.get(`${served.origin}/api/incidents/${id}`)
      texts.push(JSON.stringify({ ...(await answer.json()), correlation: '' }))
      await context.close()
    }
    assert.deepEqual(texts.slice(0, 2), texts.slice(2))
  })

  it('tell somebody whose site was taken away so, with the next thing they do; links to pictures end within ten minutes', async () => {
    const { context, page } = await open('/incidents/mine')
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor()
    const link = await context.request.post(`${served.origin}/api/incidents/snapshots/links`, { data: { ids: ['mine'] } })
    const { expiresAt } = await link.json()
    assert.ok(Date.parse(expiresAt) - Date.now() <= 600_000, expiresAt)
    await ports.people.save({ id: engineer, name: engineerName, sites: [] })
    const refused = page.waitForResponse((response) => response.url().endsWith('/acknowledge'))
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    assert.equal((await refused).status(), 404)
    await page.getByText('was not taken').first().waitFor()
    assert.equal((await ports.incidents.find('mine'))?.value.state, 'new')
    await ports.people.save({ id: engineer, name: engineerName, sites: [site] })
    await context.close()
  })
})

async function serveText(text: string): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(text))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}/` }
}
