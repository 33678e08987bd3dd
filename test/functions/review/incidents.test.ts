import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { Ports } from '../../../shared/ports.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { type Answer, type Call, idOf, reviewApi } from './review-api.ts'

describe('the incidents of the review API', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: (method: string, path: string, call?: Call) => Promise<Answer>

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    call = reviewApi(ports)
    for (const role of ['site-engineer', 'safety-auditor', 'data-labeler'] as const) {
      await ports.people.save({ id: idOf(role), name: role, sites: ['plant'] })
    }
    await ports.rosters.saveSite({ id: 'plant', name: 'Plant', timeZone: 'Europe/Berlin' })
    await ports.rosters.saveSite({ id: 'other', name: 'Other', timeZone: 'Europe/Berlin' })
  })
  after(() => azurite.close())

  const stored = (id: string, more: Partial<Incident> = {}) =>
    ports.incidents.write({ incident: sampleIncident(id, more), version: undefined })
  const judge = (id: string, body: unknown, more: Call = {}) =>
    call('POST', `incidents/${id}/verdicts`, { as: 'site-engineer', body, ...more })

  it('are listed newest first, only those of the sites that one covers', async () => {
    await stored('list-a', { startedAt: '2026-03-02T10:00:00.000Z' })
    await stored('list-b', { startedAt: '2026-03-03T10:00:00.000Z' })
    await stored('list-c', { startedAt: '2026-03-04T10:00:00.000Z', site: 'other' })
    const query = { from: '2026-03-02T00:00:00.000Z' }
    const engineer = await call('GET', 'incidents', { as: 'site-engineer', query })
    assert.deepEqual(
      engineer.body.items.map(({ id }: Incident) => id),
      ['list-b', 'list-a'],
    )
    const admin = await call('GET', 'incidents', { as: 'admin', query })
    assert.deepEqual(
      admin.body.items.map(({ id }: Incident) => id),
      ['list-c', 'list-b', 'list-a'],
    )
    assert.deepEqual((await call('GET', 'incidents', { as: 'data-scientist', query })).body.items, [])
  })

  it('of another site look just like those that do not exist, whatever is asked about them', async () => {
    await stored('foreign-1', { site: 'other', snapshot: 'other/x.jpg' })
    const paths: [string, string, unknown?][] = [
      ['GET', ''],
      ['GET', '/snapshot'],
      ['POST', '/snapshot/links'],
      ['POST', '/acknowledge'],
      ['POST', '/hand-back'],
      ['POST', '/verdicts', { verdict: 'confirmed' }],
      ['POST', '/verdicts/withdraw'],
      ['POST', '/resolve', {}],
      ['POST', '/reopen'],
      ['POST', '/comments', { text: 'seen' }],
    ]
    for (const [method, rest, body] of paths) {
      const foreign = await call(method, `incidents/foreign-1${rest}`, { as: 'site-engineer', body })
      const absent = await call(method, `incidents/absent-1${rest}`, { as: 'site-engineer', body })
      assert.equal(foreign.status, 404, rest)
      assert.deepEqual(foreign, absent)
    }
    assert.equal((await call('GET', 'incidents', { as: 'site-engineer', query: { site: 'other' } })).status, 404)
  })

  it('are judged, and the verdict with its boxes is kept for ever', async () => {
    await stored('judge-1')
    const boxes = [{ at: '2026-03-01T10:00:00.500Z', label: 'hand', box: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 } }]
    const answer = await judge('judge-1', { verdict: 'confirmed', reason: 'real', comment: 'Hand <b>inside</b>\nthe guard', boxes })
    assert.equal(answer.status, 200)
    assert.equal(answer.body.verdict, 'confirmed')
    assert.equal(answer.body.state, 'acknowledged')
    const { body } = await call('GET', 'incidents/judge-1', { as: 'safety-auditor' })
    assert.equal(body.incident.verdict, 'confirmed')
    assert.deepEqual(body.entries[0].boxes, boxes)
    assert.equal(body.entries[0].comment, 'Hand <b>inside</b>\nthe guard')
    assert.equal(answer.headers['etag'], `"${body.version}"`)
  })

  it('can be judged anew by the same person, and one can take the verdict back', async () => {
    await stored('judge-2')
    await judge('judge-2', { verdict: 'confirmed' })
    await judge('judge-2', { verdict: 'rejected' })
    assert.equal((await call('POST', 'incidents/judge-2/verdicts/withdraw', { as: 'site-engineer' })).body.verdict, 'confirmed')
    const { body } = await call('GET', 'incidents/judge-2', { as: 'site-engineer' })
    assert.deepEqual(
      body.entries.map(({ kind }: { kind: string }) => kind),
      ['verdict', 'verdict', 'withdrawal'],
    )
    assert.equal(body.standingVerdict, 1)
  })

  it('are not judged over the head of somebody whose verdict one has not seen', async () => {
    await stored('judge-3')
    await judge('judge-3', { verdict: 'confirmed' })
    const second = await judge('judge-3', { verdict: 'rejected' }, { as: 'admin' })
    assert.equal(second.status, 409)
    assert.match(second.body.detail, /Site engineer judged it confirmed/)
    assert.equal((await judge('judge-3', { verdict: 'rejected', replaces: 1 }, { as: 'admin' })).body.verdict, 'rejected')
  })

  it('that one has taken on are handed back by oneself alone, and only while nothing was decided since', async () => {
    await stored('back-1')
    const post = (verb: string, as: 'site-engineer' | 'admin' = 'site-engineer') => call('POST', `incidents/back-1/${verb}`, { as })
    assert.equal((await post('hand-back')).status, 409)
    await post('acknowledge')
    const foreign = await post('hand-back', 'admin')
    assert.deepEqual([foreign.status, foreign.body.code], [409, 'incident-changed'])
    assert.match(foreign.body.detail, /Site engineer/)
    assert.equal((await post('hand-back')).body.state, 'new')
    assert.equal((await ports.incidents.find('back-1'))?.value.acknowledgedAt, undefined)
    assert.equal((await post('acknowledge', 'admin')).body.state, 'acknowledged')
    assert.equal((await post('hand-back')).status, 409)
    await judge('back-1', { verdict: 'confirmed' }, { as: 'admin' })
    assert.equal((await post('hand-back', 'admin')).status, 409)
    const { body } = await call('GET', 'incidents/back-1', { as: 'site-engineer' })
    assert.deepEqual(
      body.entries.map(({ action, kind }: { action?: string; kind: string }) => action ?? kind),
      ['acknowledged', 'handed-back', 'acknowledged', 'verdict'],
    )
  })

  it('resolved by two people at once are resolved once', async () => {
    await stored('resolve-1')
    const { version } = (await call('GET', 'incidents/resolve-1', { as: 'site-engineer' })).body
    const resolve = (as: 'site-engineer' | 'admin') =>
      call('POST', 'incidents/resolve-1/resolve', { as, body: {}, headers: { 'if-match': `"${version}"` } })
    const statuses = (await Promise.all([resolve('site-engineer'), resolve('admin')])).map(({ status }) => status)
    assert.deepEqual(statuses.sort(), [200, 409])
    const { body } = await call('GET', 'incidents/resolve-1', { as: 'site-engineer' })
    assert.equal(body.incident.state, 'resolved')
    assert.equal(body.entries.length, 1)
  })

  it('take comments of several people at once, and lose none', async () => {
    await stored('comment-1')
    const texts = ['one', 'two', 'three']
    const answers = await Promise.all(
      texts.map((text) => call('POST', 'incidents/comment-1/comments', { as: 'site-engineer', body: { text } })),
    )
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201, 201],
    )
    const { body } = await call('GET', 'incidents/comment-1', { as: 'site-engineer' })
    assert.deepEqual(body.entries.map(({ text }: { text: string }) => text).sort(), [...texts].sort())
  })

  it('cannot be decided by those who only look', async () => {
    await stored('look-1')
    for (const as of ['safety-auditor', 'data-labeler'] as const) {
      assert.equal((await judge('look-1', { verdict: 'confirmed' }, { as })).status, 403)
    }
    assert.equal((await call('POST', 'incidents/look-1/acknowledge')).status, 401)
  })

  it('leave every decision and every look at a picture on the audit chain', async () => {
    await stored('audit-1', { snapshot: 'plant/audit-1.jpg' })
    await judge('audit-1', { verdict: 'rejected' })
    const link = await call('POST', 'incidents/audit-1/snapshot/links', { as: 'site-engineer' })
    assert.equal(link.status, 201)
    const { body } = await call('GET', 'sites/plant/audit', { as: 'safety-auditor', query: { limit: '500' } })
    assert.equal(body.brokenAt, undefined)
    const facts = body.entries.filter(({ subject }: { subject: string }) => subject.startsWith('incident/audit-1'))
    assert.deepEqual(
      facts.map(({ action }: { action: string }) => action),
      ['incident-verdict', 'media-viewed'],
    )
    assert.ok(facts.every(({ who }: { who: string }) => who === idOf('site-engineer')))
    assert.ok(!JSON.stringify(body).includes('sig='))
  })

  it('have their pictures linked many at once: one entry of the audit chain names them, and what is not to be seen is left out', async () => {
    await stored('many-1', { snapshot: 'plant/many-1.jpg' })
    await stored('many-2', { snapshot: 'plant/many-2.jpg' })
    await stored('many-bare')
    await stored('many-foreign', { site: 'other', snapshot: 'other/x.jpg' })
    const ids = ['many-1', 'many-2', 'many-2', 'many-bare', 'many-foreign', 'many-missing']
    const { status, body } = await call('POST', 'incidents/snapshots/links', { as: 'data-labeler', body: { ids } })
    assert.equal(status, 201)
    assert.deepEqual(body.items.map(({ id }: Incident) => id).sort(), ['many-1', 'many-2'])
    assert.ok(body.items.every(({ url }: { url: string }) => url.includes('sig=')))
    const chain = await call('GET', 'sites/plant/audit', { as: 'safety-auditor', query: { limit: '500' } })
    const views = chain.body.entries.filter(({ subject }: { subject: string }) => subject === 'incidents')
    assert.equal(views.length, 1)
    assert.deepEqual(views[0].detail.incidents.split(' ').sort(), ['many-1', 'many-2'])
    assert.equal((await call('POST', 'incidents/snapshots/links', { as: 'data-labeler', body: { ids: [] } })).status, 400)
  })

  it('are counted by day as the calendar of the site has it', async () => {
    const site = { id: 'calendar', name: 'Calendar', timeZone: 'Europe/Berlin' }
    await ports.rosters.saveSite(site)
    const starts = ['2026-03-31T21:59:59.999Z', '2026-03-31T22:00:00.000Z', '2026-04-30T21:59:00.000Z', '2026-04-30T22:00:00.000Z']
    for (const [index, startedAt] of starts.entries()) await stored(`day-${index}`, { site: site.id, startedAt })
    await stored('day-judged', { site: site.id, startedAt: starts[1]!, severity: 'info', verdict: 'rejected', camera: 'other' })
    const days = (query: Record<string, string>, as: Call['as'] = 'admin') => call('GET', 'incident-days', { as, query })
    const { body } = await days({ site: site.id, month: '2026-04' })
    assert.deepEqual(body.items, [
      { day: '2026-04-01', critical: 1, warning: 0, info: 1, unjudged: 1 },
      { day: '2026-04-30', critical: 1, warning: 0, info: 0, unjudged: 1 },
    ])
    const ofCamera = await days({ site: site.id, month: '2026-04', camera: 'other' })
    assert.deepEqual(
      ofCamera.body.items.map(({ day }: { day: string }) => day),
      ['2026-04-01'],
    )
    assert.equal((await days({ site: site.id, month: '2026-13' })).status, 400)
    assert.equal((await days({ site: site.id, month: '2026-04' }, 'site-engineer')).status, 404)
  })

  it('are counted over the sites that one covers, and no others', async () => {
    const count = async (as: Call['as'], query = {}) => call('GET', 'incident-counts', { as, query })
    const before = (await count('site-engineer')).body
    await stored('count-1', { severity: 'info' })
    await stored('count-2', { severity: 'info', site: 'other' })
    await stored('count-3', { severity: 'info', state: 'resolved' })
    const after = (await count('site-engineer')).body
    assert.deepEqual(after, { ...before, info: { open: before.info.open + 1, unjudged: before.info.unjudged + 1 } })
    assert.equal((await count('site-engineer', { site: 'other' })).status, 404)
  })

  it('show no picture while the view cannot be put on record', async () => {
    await stored('audit-2', { snapshot: 'plant/audit-2.jpg' })
    const broken = reviewApi({ ...ports, audit: { ...ports.audit, append: () => Promise.reject(new Error('the audit store is down')) } })
    const answer = await broken('POST', 'incidents/audit-2/snapshot/links', { as: 'site-engineer' })
    assert.equal(answer.status, 500)
    assert.ok(!JSON.stringify(answer).includes('sig='))
  })
})
