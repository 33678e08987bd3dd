import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions'
import { pages } from '../../../functions/pages/pages.ts'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { platformHeaders } from '../../../local/sign-in/identify.ts'
import { laptopPeople, laptopTenant } from '../../../local/sign-in/people.ts'
import type { Role } from '../../../shared/domain/person.ts'
import type { Ports } from '../../../shared/ports.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { createTestApp } from '../../harness/test-app.ts'

const publicOrigin = 'https://sightloop.example.com'

describe('the pages that alerts link to', () => {
  let azurite: RunningAzurite
  let ports: Ports

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite({ id: 'plant', name: 'Plant & <Sons>', timeZone: 'Europe/Berlin' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['plant'] })
  })
  after(() => azurite.close())

  const ask = async (as: Role | undefined, method: 'GET' | 'POST', id: string | undefined, form?: Record<string, string>, headers = {}) => {
    const path = id === undefined ? 'incidents' : 'incidents/{id}'
    const page = pages(ports, { tenant: laptopTenant, publicOrigin, mediaOrigin: ports.links.origin }).find(
      (one) => one.method === method && one.path === path,
    )
    const person = laptopPeople.find(({ handle }) => handle === as)
    const request = new HttpRequest({
      method,
      url: `${publicOrigin}/incidents${id === undefined ? '' : `/${id}`}`,
      params: id === undefined ? {} : { id },
      headers: { ...(method === 'POST' && { origin: publicOrigin }), ...(person && platformHeaders(person)), ...headers },
      ...(form && { body: { string: new URLSearchParams(form).toString() } }),
    })
    const answer = (await page!.handler(request, new InvocationContext({ logHandler: () => {} }))) as HttpResponseInit
    return { status: answer.status, headers: answer.headers as Record<string, string>, body: String(answer.body ?? '') }
  }
  const store = (id: string, more = {}) => ports.incidents.write({ incident: sampleIncident(id, more), version: undefined })

  it('ask who one is, and come back after signing in', async () => {
    const answer = await ask(undefined, 'GET', 'abc')
    assert.equal(answer.status, 303)
    assert.equal(answer.headers['location'], '/.auth/login/aad?post_login_redirect_uri=%2Fincidents%2Fabc')
  })

  it('say so when there is nothing to look at', async () => {
    assert.match((await ask('site-engineer', 'GET', undefined)).body, /Nothing to look at/)
  })

  it('show what the camera saw by the clock of the site', async () => {
    await store('page-1', { snapshot: 'plant/page-1.jpg' })
    const { body, headers } = await ask('site-engineer', 'GET', 'page-1')
    assert.match(body, /1 Mar 2026, 11:00:00/)
    assert.match(body, /src="\/api\/incidents\/page-1\/snapshot"/)
    assert.ok(headers['content-security-policy']!.includes(`img-src 'self' ${ports.links.origin};`))
    assert.ok(!headers['content-security-policy']!.includes('unsafe'))
  })

  it('list what is not resolved with pictures, and leave one entry of the audit chain for all of them', async () => {
    await store('page-8', { snapshot: 'plant/page-8.jpg', startedAt: '2026-03-02T10:00:00.000Z' })
    const before = (await ports.audit.read({ site: 'plant', from: 1, limit: 500 })).entries.length
    const { body } = await ask('safety-auditor', 'GET', undefined)
    assert.ok(body.includes(`src="${ports.links.origin}/`))
    const { entries } = await ports.audit.read({ site: 'plant', from: before + 1, limit: 500 })
    assert.deepEqual(
      entries.map(({ action, subject }) => [action, subject]),
      [['media-viewed', 'incidents']],
    )
    assert.match(String(entries[0]?.detail['incidents']), /^page-8 page-1$/)
  })

  it('take a verdict by one press, and show it', async () => {
    await store('page-2')
    const answer = await ask('site-engineer', 'POST', 'page-2', { decision: 'rejected', replaces: '' })
    assert.equal(answer.headers['location'], '/incidents/page-2')
    assert.match((await ask('site-engineer', 'GET', 'page-2')).body, /judged it rejected/)
  })

  it('show the decision of whoever was faster, and let one decide again', async () => {
    await store('page-3')
    await ask('site-engineer', 'POST', 'page-3', { decision: 'confirmed', replaces: '' })
    const answer = await ask('admin', 'POST', 'page-3', { decision: 'rejected', replaces: '' })
    assert.equal(answer.status, 409)
    assert.match(answer.body, /Site engineer judged it confirmed/)
    assert.equal((await ask('admin', 'POST', 'page-3', { decision: 'rejected', replaces: '1' })).status, 303)
  })

  it('show names as text, whatever is in them', async () => {
    await store('page-4', { label: '<img src=x onerror=alert(1)>' })
    const { body } = await ask('site-engineer', 'GET', 'page-4')
    assert.ok(!body.includes('<img src=x'))
    assert.ok(body.includes('Plant &#38; &#60;Sons&#62;'))
  })

  it('let nobody decide who only looks, and no form of another site', async () => {
    await store('page-5')
    assert.equal((await ask('safety-auditor', 'POST', 'page-5', { decision: 'confirmed' })).status, 403)
    assert.equal((await ask('site-engineer', 'POST', 'page-5', { decision: 'confirmed' }, { origin: 'https://example.org' })).status, 403)
    assert.equal((await ask('site-engineer', 'POST', 'page-5', { decision: 'confirmed' }, { 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.equal((await ask('site-engineer', 'POST', 'page-5', { decision: 'promote' })).status, 400)
  })

  it('tell nothing of incidents of other sites', async () => {
    await store('page-6', { site: 'other' })
    assert.equal((await ask('site-engineer', 'GET', 'page-6')).status, 404)
    assert.equal((await ask('site-engineer', 'GET', '..')).status, 404)
  })
})
