import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions'
import { BlobServiceClient } from '@azure/storage-blob'
import type { Browser, BrowserContext } from 'playwright-core'
import sharp from 'sharp'
import { pages } from '../../functions/pages/pages.ts'
import { routes } from '../../functions/review/routes/index.ts'
import { serveRoute } from '../../functions/review/serve-route.ts'
import { type RunningAzurite, startAzurite } from '../../local/azurite/start.ts'
import { identify } from '../../local/sign-in/identify.ts'
import { answerSignIn } from '../../local/sign-in/pages.ts'
import { laptopPeople, laptopTenant } from '../../local/sign-in/people.ts'
import type { Ports } from '../../shared/ports.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { createTestApp } from '../harness/test-app.ts'
import { launchBrowser } from './launch-browser.ts'

const sessionKey = Buffer.alloc(32, 1)

describe('the pages of an incident in a browser', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let server: Server
  let browser: Browser
  let context: BrowserContext
  let origin = ''

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite({ id: 'plant', name: 'Plant', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant'] })
    const snapshots = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('snapshots')
    await snapshots.create()
    const picture = await sharp({ create: { width: 64, height: 36, channels: 3, background: 'orange' } })
      .jpeg()
      .toBuffer()
    await snapshots.getBlockBlobClient('plant/a.jpg').uploadData(picture)
    await ports.incidents.write({ incident: sampleIncident('leak-1', { snapshot: 'plant/a.jpg', label: 'leak' }), version: undefined })
    server = createServer((request, response) => void answer(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  })
  after(async () => {
    await browser.close()
    server.closeAllConnections()
    server.close()
    await azurite.close()
  })

  /** What the functions host does with the three routes that these pages need. */
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (answerSignIn(request, response, sessionKey)) return
    const serving = { tenant: laptopTenant, publicOrigin: origin, mediaOrigin: ports.links.origin }
    const snapshot = routes.find(({ name }) => name === 'showIncidentSnapshot')!
    const all = [...pages(ports, serving), { method: 'GET', path: `api/${snapshot.path}`, handler: serveRoute(snapshot, ports, serving) }]
    const path = (request.url ?? '/').slice(1)
    const found = all.find((one) => one.method === request.method && new RegExp(`^${one.path.replace('{id}', '[^/]+')}$`).test(path))
    if (found === undefined) return void response.writeHead(404).end()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const headers = { ...(request.headers as Record<string, string>), ...identify(request, sessionKey) }
    const params = { id: /incidents\/([^/]+)/.exec(path)?.[1] ?? '' }
    const body = chunks.length > 0 ? { body: { bytes: Buffer.concat(chunks) } } : {}
    const call = new HttpRequest({ method: request.method!, url: `${origin}/${path}`, params, headers, ...body })
    const result = (await found.handler(call, new InvocationContext({ logHandler: () => {} }))) as HttpResponseInit
    response.writeHead(result.status ?? 200, result.headers as Record<string, string>).end(result.body as string | undefined)
  }

  it('lead from the link in an alert over the sign-in to the picture, and take the verdict', async () => {
    const page = await context.newPage()
    const refused: string[] = []
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()))
    await page.goto(`${origin}/incidents/leak-1`)
    await page.getByRole('button', { name: 'Site engineer' }).click()
    await page.locator('img.picture').waitFor()
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('img.picture')!.naturalWidth === 64)
    await page.getByRole('button', { name: 'False' }).click()
    await page.getByText('judged it rejected').waitFor()
    await page.getByRole('button', { name: 'Take verdict back' }).click()
    await page.getByText('took verdict 1 back').waitFor()
    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    assert.deepEqual(refused, [])
    assert.equal((await ports.incidents.find('leak-1'))?.value.state, 'resolved')
  })

  it('fit a phone without scrolling sideways', async () => {
    const page = await context.newPage()
    for (const path of ['incidents', 'incidents/leak-1']) {
      await page.goto(`${origin}/${path}`)
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
    }
  })
})
