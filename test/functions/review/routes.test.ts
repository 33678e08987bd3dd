import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { openApiDocument } from '../../../functions/review/openapi.ts'
import { routes } from '../../../functions/review/routes/index.ts'
import { roles } from '../../../shared/domain/person.ts'
import type { Ports } from '../../../shared/ports.ts'
import { apiPage } from '../../../tools/api-page.ts'
import { type Call, publicOrigin, reviewApi } from './review-api.ts'

/** Ports that nothing may touch: whoever gets here was let in by mistake. */
const untouchable = new Proxy({} as Ports, {
  get: (_, name) => {
    if (name === 'people') return { find: async () => ({ id: 'x', name: 'x', sites: ['plant'] }) }
    throw new Error(`the port ${String(name)} was touched`)
  },
})
const call = reviewApi(untouchable)
const pathOf = (template: string) => template.replace(/\{\w+\}/g, 'a1')

describe('the table of routes', () => {
  it('is what docs/api.md says', () => {
    assert.equal(readFileSync('docs/api.md', 'utf8'), apiPage(routes))
  })

  it('has each name and each path once', () => {
    assert.equal(new Set(routes.map(({ name }) => name)).size, routes.length)
    assert.equal(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size, routes.length)
  })

  it('changes nothing by GET', () => {
    assert.deepEqual(
      routes.filter(({ method, body }) => method === 'GET' && body !== undefined),
      [],
    )
  })

  it('is open to everybody only where nothing of a plant is shown', () => {
    assert.deepEqual(
      routes.filter(({ roles }) => roles === 'anyone').map(({ name }) => name),
      ['getHealth', 'describeApi'],
    )
  })

  for (const { name, method, path, roles: allowed } of routes.filter(({ roles }) => roles !== 'anyone')) {
    it(`lets nobody but ${(allowed as string[]).join(', ')} and admin into ${name}`, async () => {
      const ask = (more: Call) => call(method, pathOf(path), { body: {}, ...more })
      assert.equal((await ask({})).status, 401)
      for (const role of roles.filter((role) => role !== 'admin' && !allowed.includes(role)))
        assert.equal((await ask({ as: role })).status, 403, role)
    })
  }

  it('describes itself in OpenAPI 3.1 with every route', () => {
    const document = openApiDocument(routes) as { openapi: string; paths: Record<string, Record<string, { operationId: string }>> }
    assert.equal(document.openapi, '3.1.0')
    const named = Object.values(document.paths).flatMap((operations) => Object.values(operations).map(({ operationId }) => operationId))
    assert.deepEqual(named.sort(), routes.map(({ name }) => name).sort())
  })
})

describe('a request', () => {
  const judge = (more: Call) => call('POST', 'incidents/a1/verdicts', { as: 'site-engineer', body: { verdict: 'confirmed' }, ...more })
  const isRefused = async (more: Call, status: number, detail: RegExp) => {
    const answer = await judge(more)
    assert.equal(answer.status, status)
    assert.match(JSON.stringify(answer.body), detail)
    assert.equal(answer.headers['content-type'], 'application/problem+json')
  }

  it('from a page of another site changes nothing', async () => {
    await isRefused({ headers: { origin: 'https://example.org' } }, 403, /origin-foreign/)
    await isRefused({ headers: { 'sec-fetch-site': 'cross-site' } }, 403, /origin-foreign/)
    await isRefused({ headers: { origin: 'null' } }, 403, /origin-foreign/)
    await isRefused({ headers: { origin: publicOrigin, 'content-type': 'text/plain' } }, 400, /content-type/)
  })

  it('that does not fit is told what does not', async () => {
    await isRefused({ body: { verdict: 'maybe' } }, 400, /body\.verdict/)
    await isRefused({ body: { verdict: 'confirmed', severity: 'info' } }, 400, /severity/)
    await isRefused({ body: '{"verdict":' }, 400, /not JSON/)
    await isRefused({ body: '{"verdict":"confirmed","__proto__":{"admin":true}}' }, 400, /__proto__/)
    await isRefused({ body: { verdict: 'confirmed', comment: 'x'.repeat(2001) } }, 400, /body\.comment/)
    await isRefused({ body: { verdict: 'confirmed', comment: 'x'.repeat(300_000) } }, 400, /at most 262144/)
    await isRefused({ body: { verdict: 'confirmed', comment: 'left\u202eright' } }, 400, /body\.comment/)
  })

  for (const id of ['..', '%2e%2e', '%252e%252e', '..%2f', 'A1', 'a_1', 'a'.repeat(64), 'a\u0000', "a' or 1 eq 1", 'é', 'İ', '-a', ''])
    it(`with the id ${JSON.stringify(id)} gets no further than its id`, async () => {
      const answer = await call('GET', `incidents/${encodeURIComponent(id) || '%20'}`, { as: 'site-engineer' })
      assert.equal(answer.status, 400)
      assert.match(answer.body.detail, /path\.id/)
    })

  it('with a query that is not foreseen is refused by name', async () => {
    const ask = (query: Record<string, string>) => call('GET', 'incidents', { as: 'site-engineer', query })
    for (const [name, value] of Object.entries({ $filter: '1 eq 1', PartitionKey: 'x', state: 'open', limit: '1000', from: 'yesterday' })) {
      const answer = await ask({ [name]: value })
      assert.equal(answer.status, 400, name)
      assert.ok(answer.body.detail.includes(name), answer.body.detail)
    }
  })

  it('that meets a failure of ours is told nothing of the inside', async () => {
    const answer = await call('GET', 'incidents/a1', { as: 'site-engineer' })
    assert.equal(answer.status, 500)
    assert.deepEqual(answer.body, {
      ...{ type: 'about:blank', title: 'Something went wrong on our side.', status: 500, code: 'internal', correlation: 'test' },
    })
  })

  it('is answered with the headers that keep a browser from doing anything with it', async () => {
    for (const { headers } of [await judge({ body: {} }), await call('GET', 'openapi.json'), await call('GET', 'me', { as: 'admin' })]) {
      assert.match(headers['content-security-policy']!, /default-src 'none'/)
      assert.equal(headers['cache-control'], 'no-store')
      assert.equal(headers['x-content-type-options'], 'nosniff')
    }
  })
})
