import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import type { PlatformDoor } from '../../../local/functions-host/http/platform-door.ts'
import { type RunningFunctionsHost, startFunctionsHost } from '../../../local/functions-host/start.ts'
import { appFolder } from './app-folder.ts'

const app = `
import { app } from '@azure/functions'
const echo = async (request) => ({ jsonBody: { method: request.method, params: request.params, body: await request.text(), user: request.user?.username ?? null } })
app.http('default', { handler: echo })
app.http('only-put', { route: 'things/{id:int}', methods: ['PUT'], handler: echo })
app.http('read', { route: 'things/{id:int}', methods: ['GET'], handler: echo })
app.http('rest', { route: 'things/{*path}', methods: ['GET'], handler: echo })
app.http('closed', { authLevel: 'function', handler: echo })
app.http('admin-only', { authLevel: 'admin', handler: echo })
app.http('cookies', { handler: () => ({ cookies: [{ name: 'a', value: 'b c', httpOnly: true, sameSite: 'Lax' }] }) })
app.http('disabled', { handler: echo })
app.get('short', () => ({ body: 'short' }))
`
const settings = JSON.stringify({
  version: '2.0',
  extensions: { http: { maxRequestBodySize: 1000, customHeaders: { 'x-factory': 'line 1' } } },
})
const door: PlatformDoor = {
  identify: ({ headers }) =>
    headers.cookie === 'me'
      ? {
          'x-ms-client-principal': 'e30=',
          'x-ms-client-principal-id': 'i',
          'x-ms-client-principal-name': 'ann',
          'x-ms-client-principal-idp': 'aad',
        }
      : undefined,
  answer: ({ url }, response) => {
    if (!url?.startsWith('/.auth/')) return false
    response.end('door')
    return true
  },
}
const cors = { origins: ['https://factory.example.com'], allowsCredentials: true }
const files = { 'app.js': app, 'host.json': settings }
const folders = [appFolder({ after }, files), appFolder({ after }, files)] as const
const stateFolder = `${folders[1]}/state`
let open: RunningFunctionsHost
let checked: RunningFunctionsHost

before(async () => {
  open = await startFunctionsHost({
    appFolder: folders[0],
    port: 0,
    cors,
    door,
    settings: { 'AzureWebJobs.disabled.Disabled': 'true' },
    log: () => {},
  })
  checked = await startFunctionsHost({ appFolder: folders[1], port: 0, checkKeys: true, stateFolder, log: () => {} })
})
after(() => Promise.all([open.stop(), checked.stop()]))

const call = (path: string, init?: RequestInit) => fetch(`${open.url}${path}`, init)
const status = async (path: string, init?: RequestInit) => (await call(path, init)).status

test('a method that is not listed and an unknown route are 404, a disabled function too', async () => {
  assert.equal(await status('/api/things/1', { method: 'DELETE' }), 404)
  assert.equal(await status('/api/default', { method: 'PUT' }), 404)
  assert.equal(await status('/api/nowhere'), 404)
  assert.equal(await status('/default'), 404)
  assert.equal(await status('/api/disabled'), 404)
})

test('of two routes the more specific one answers, and methods choose between functions of one route', async () => {
  const answer = async (path: string, method = 'GET') => ((await (await call(path, { method })).json()) as { params: object }).params
  assert.deepEqual(await answer('/api/things/7'), { id: '7' })
  assert.deepEqual(await answer('/api/things/7', 'PUT'), { id: '7' })
  assert.deepEqual(await answer('/api/things/x/y'), { path: 'x/y' })
  assert.equal(await (await call('/api/short')).text(), 'short')
})

test('a body in chunks does not reach the function, as in Azure without streams', async () => {
  const body = new Blob(['lost']).stream()
  const answer = (await (await call('/api/default', { method: 'POST', body, duplex: 'half' } as RequestInit)).json()) as { body: string }
  assert.equal(answer.body, '')
})

test('a body over the limit of host.json is 413', async () => {
  assert.equal(await status('/api/default', { method: 'POST', body: 'x'.repeat(1000) }), 200)
  assert.equal(await status('/api/default', { method: 'POST', body: 'x'.repeat(1001) }), 413)
})

test('headers that host.json asks for are on every answer', async () => {
  assert.equal((await call('/api/default')).headers.get('x-factory'), 'line 1')
  assert.equal((await call('/nowhere')).headers.get('x-factory'), 'line 1')
})

test('cookies are written as ASP.NET Core writes them', async () => {
  assert.deepEqual((await call('/api/cookies')).headers.getSetCookie(), ['a=b%20c; path=/; samesite=lax; httponly'])
})

test('a browser of an allowed origin gets its headers, another gets none', async () => {
  const ask = (origin: string) => call('/api/default', { headers: { origin } })
  assert.equal((await ask('https://factory.example.com')).headers.get('access-control-allow-origin'), 'https://factory.example.com')
  assert.equal((await ask('https://evil.example.com')).headers.get('access-control-allow-origin'), null)
  const headers = { origin: 'https://factory.example.com', 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' }
  const preflight = await call('/api/things/1', { method: 'OPTIONS', headers })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-methods'), 'PUT')
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'x-a')
  assert.equal(preflight.headers.get('access-control-allow-credentials'), 'true')
})

test('who sends a request is what the door says, never what the client says', async () => {
  const user = async (headers: Record<string, string>) =>
    ((await (await call('/api/default', { headers })).json()) as { user: unknown }).user
  const claimed = {
    'x-ms-client-principal': 'e30=',
    'X-MS-CLIENT-PRINCIPAL-ID': 'i',
    'x-ms-client-principal-name': 'eve',
    'x-ms-client-principal-idp': 'aad',
  }
  assert.equal(await user(claimed), null)
  assert.equal(await user({ ...claimed, cookie: 'me' }), 'ann')
  assert.equal(await (await call('/.auth/me')).text(), 'door')
})

test('without checkKeys nobody needs a key; with it each level needs its own', async () => {
  const keys = JSON.parse(readFileSync(`${stateFolder}/keys.json`, 'utf8'))
  const tried = async (name: string, key?: string) => {
    const byHeader = await fetch(`${checked.url}/api/${name}`, { headers: key === undefined ? {} : { 'x-functions-key': key } })
    const byQuery = await fetch(`${checked.url}/api/${name}${key === undefined ? '' : `?code=${encodeURIComponent(key)}`}`)
    assert.equal(byHeader.status, byQuery.status)
    return byHeader.status
  }
  assert.equal(await status('/api/admin-only'), 200)
  assert.equal(await tried('default'), 200)
  assert.equal(await tried('closed'), 401)
  assert.equal(await tried('closed', 'wrong'), 401)
  assert.equal(await tried('closed', keys.functions['admin-only']), 401)
  for (const key of [keys.functions.closed, keys.host, keys.master]) assert.equal(await tried('closed', key), 200)
  assert.equal(await tried('admin-only', keys.host), 401)
  assert.equal(await tried('admin-only', keys.master), 200)
  assert.equal((await fetch(`${checked.url}/admin/functions`)).status, 401)
  assert.equal((await fetch(`${checked.url}/admin/functions`, { headers: { 'x-functions-key': keys.master } })).status, 200)
})

test('the host tells its state and its functions', async () => {
  const state = (await (await call('/admin/host/status')).json()) as { state: string }
  assert.equal(state.state, 'Running')
  const functions = (await (await call('/admin/functions')).json()) as { name: string; invoke_url_template: string }[]
  const read = functions.find(({ name }) => name === 'read')
  assert.match(read?.invoke_url_template ?? '', /\/api\/things\/\{id:int\}$/)
  assert.equal(
    functions.some(({ name }) => name === 'disabled'),
    false,
  )
  assert.equal(await status('/admin/functions/nothing', { method: 'POST', body: '{}' }), 404)
  assert.equal(await status('/admin/functions/read', { method: 'POST', body: '{}' }), 400)
})

test('a client that leaves in the middle of its body harms nobody', async () => {
  const socket = connect(open.port, '127.0.0.1')
  socket.write('POST /api/default HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf')
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.destroy()
  assert.equal(await status('/api/default'), 200)
})
