import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HttpRequest, InvocationContext } from '@azure/functions'
import { createRequestLimiter, type RequestLimits, requestLimits } from '../../../functions/review/request-limits.ts'
import { routes } from '../../../functions/review/routes/index.ts'
import { serveRoute } from '../../../functions/review/serve-route.ts'
import { platformHeaders } from '../../../local/sign-in/identify.ts'
import { laptopPeople, laptopTenant } from '../../../local/sign-in/people.ts'
import type { Role } from '../../../shared/domain/person.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createVirtualClock, type VirtualClock } from '../../harness/virtual-clock.ts'
import { publicOrigin } from './review-api.ts'

const three = { perMinute: 60, burst: 3 }

describe('limits of requests', () => {
  it('hold one person back and nobody else, and say when to try again', async () => {
    const { ask, clock } = serve({ reads: three })
    const asEngineer = () => ask('getMe', 'site-engineer')
    for (let n = 0; n < 3; n++) assert.equal((await asEngineer()).status, 200)
    const refused = await asEngineer()
    assert.equal(refused.status, 429)
    assert.equal(refused.headers['retry-after'], '1')
    assert.match(refused.headers['content-security-policy']!, /default-src 'none'/)
    const problem = JSON.parse(refused.body)
    assert.deepEqual([problem.code, problem.retryAfterSeconds], ['requests-too-many', 1])
    assert.equal((await ask('getMe', 'safety-auditor')).status, 200)
    clock.advance(1000)
    assert.equal((await asEngineer()).status, 200)
  })

  it('count what changes something apart from what reads', async () => {
    const { ask } = serve({ writes: three })
    const comment = () => ask('acknowledgeIncident', 'site-engineer')
    // The test has no incidents: it is the limit that is looked at.
    for (let n = 0; n < 3; n++) assert.equal((await comment()).status, 500)
    assert.equal((await comment()).status, 429)
    assert.equal((await ask('getMe', 'site-engineer')).status, 200)
  })

  it('count links to media apart', async () => {
    const { ask } = serve({ links: three })
    for (let n = 0; n < 3; n++) assert.equal((await ask('linkIncidentSnapshot', 'site-engineer')).status, 500)
    assert.equal((await ask('linkIncidentSnapshot', 'site-engineer')).status, 429)
    assert.equal((await ask('acknowledgeIncident', 'site-engineer')).status, 500)
  })

  it('hold back an address that has no identity, as its front end names it, and not its neighbour', async () => {
    const { ask } = serve({ strangers: three })
    const from = (address: string) => ask('getMe', undefined, { 'x-forwarded-for': `198.51.100.9, ${address}` })
    for (let n = 0; n < 3; n++) assert.equal((await from(`203.0.113.7:${5000 + n}`)).status, 401)
    assert.equal((await from('203.0.113.7:6000')).status, 429)
    assert.equal((await from('203.0.113.8:6000')).status, 401)
    assert.equal((await ask('getMe', 'site-engineer', { 'x-forwarded-for': '203.0.113.7:6001' })).status, 200)
  })

  it('hold back one address whoever calls from it, and all together', async () => {
    const oneAddress = serve({ address: three })
    const people: readonly Role[] = ['site-engineer', 'safety-auditor', 'data-scientist', 'iot-engineer']
    const at = (address: string) => ({ 'x-forwarded-for': address })
    const statuses = []
    for (const role of people) statuses.push((await oneAddress.ask('getMe', role, at('203.0.113.7'))).status)
    assert.deepEqual(statuses, [200, 200, 200, 429])
    assert.equal((await oneAddress.ask('getMe', 'iot-engineer', at('203.0.113.8'))).status, 200)

    const all = serve({ everybody: three })
    for (let n = 0; n < 3; n++) assert.equal((await all.ask('getMe', people[n], at(`203.0.113.${n}`))).status, 200)
    assert.equal((await all.ask('getHealth', undefined, at('203.0.113.9'))).status, 429)
  })

  it('are wide enough for the busiest page', () => {
    // Twelve cameras looked at twice a second, and what else the page asks.
    assert.ok(requestLimits.reads.perMinute >= 12 * 2 * 60 + 60)
    for (const { burst, perMinute } of Object.values(requestLimits)) assert.ok(burst > 0 && perMinute > 0)
  })
})

interface Serving {
  readonly clock: VirtualClock
  ask(
    name: string,
    as: Role | undefined,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Record<string, string>; body: string }>
}

/** Nothing is stored: what asks for more than people fails, after the limits have let it through. */
function serve(limits: Partial<RequestLimits>): Serving {
  const clock = createVirtualClock('2026-03-04T10:00:00.000Z')
  const people = { find: async (id: string) => ({ id, name: 'x', sites: ['plant-1'] }) }
  const ports = { people, clock: clock.now } as unknown as Ports
  const limiter = createRequestLimiter(clock.now, { ...requestLimits, ...limits })
  const ask: Serving['ask'] = async (name, as, headers = {}) => {
    const row = routes.find((one) => one.name === name)!
    const person = laptopPeople.find(({ handle }) => handle === as)
    const request = new HttpRequest({
      ...{ method: row.method, url: `${publicOrigin}/api/${row.path.replace('{id}', 'a1')}` },
      ...(row.path.includes('{id}') && { params: { id: 'a1' } }),
      headers: { 'content-type': 'application/json', ...(person && platformHeaders(person)), ...headers },
    })
    const handler = serveRoute(row, ports, { tenant: laptopTenant, publicOrigin, limiter })
    return (await handler(request, new InvocationContext({ logHandler: () => {} }))) as Awaited<ReturnType<Serving['ask']>>
  }
  return { clock, ask }
}
