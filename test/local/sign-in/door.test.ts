import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { parsePrincipal } from '../../../functions/review/parse-principal.ts'
import { createDoor } from '../../../local/sign-in/door.ts'
import { laptopTenant } from '../../../local/sign-in/people.ts'

describe('the door of the laptop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'door-'))
  let server: Server
  let url = ''
  before(async () => {
    const door = createDoor(folder)
    // Behind the door stands an app that answers who the platform said it is.
    server = createServer(async (request, response) => {
      if (await door.answer?.(request, response)) return
      response.end(door.identify(request)?.['x-ms-client-principal'] ?? 'nobody')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const whoIs = async (headers: Record<string, string>) => (await fetch(`${url}/api/me`, { headers })).text()
  const signIn = (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, { method: 'POST', redirect: 'manual', ...init })

  it('lets one pick a person, and the app reads them as it reads a person of Entra ID', async () => {
    const page = await (await fetch(`${url}/.auth/login/aad`)).text()
    assert.match(page, /Site engineer/)
    const answer = await signIn('/.auth/login/aad/site-engineer?post_login_redirect_uri=/incidents/1')
    assert.equal(answer.headers.get('location'), '/incidents/1')
    const cookie = answer.headers.get('set-cookie')!
    assert.match(cookie, /HttpOnly; SameSite=Lax/)
    const person = parsePrincipal(await whoIs({ cookie: cookie.split(';')[0]! }), laptopTenant)
    assert.deepEqual(person.roles, ['site-engineer'])
  })

  it('knows a script by the role that it names', async () => {
    assert.deepEqual(parsePrincipal(await whoIs({ authorization: 'Bearer safety-auditor' }), laptopTenant).roles, ['safety-auditor'])
    assert.equal(await whoIs({ authorization: 'Bearer nobody-of-ours' }), 'nobody')
  })

  it('takes no cookie that it did not sign', async () => {
    assert.equal(await whoIs({}), 'nobody')
    assert.equal(await whoIs({ cookie: `AppServiceAuthSession=admin.${'0'.repeat(64)}` }), 'nobody')
    assert.equal(await whoIs({ cookie: 'AppServiceAuthSession=admin' }), 'nobody')
  })

  for (const target of ['https://example.com/', '//example.com', '/\\example.com', 'javascript:alert(1)'])
    it(`sends nobody to ${target} after signing in`, async () => {
      const answer = await signIn(`/.auth/login/aad/admin?post_login_redirect_uri=${encodeURIComponent(target)}`)
      assert.equal(answer.headers.get('location'), '/')
    })

  it('ends a session and leads where the app asks, but to no other server', async () => {
    const leave = async (to: string) =>
      (await fetch(`${url}/.auth/logout?post_logout_redirect_uri=${encodeURIComponent(to)}`, { redirect: 'manual' })).headers
    const left = await leave('/signed-out')
    assert.equal(left.get('location'), '/signed-out')
    assert.match(left.get('set-cookie')!, /AppServiceAuthSession=; .*Max-Age=0/)
    assert.equal((await leave('https://example.com/')).get('location'), '/')
  })

  it('keeps its key to itself', () => {
    assert.equal(statSync(join(folder, 'sign-in', 'session.key')).mode & 0o077, 0)
  })
})
