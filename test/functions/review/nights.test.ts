import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Night } from '../../../shared/domain/night.ts'
import { nightId } from '../../../shared/domain/night-id.ts'
import { noProgress } from '../../../shared/domain/night-progress.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { type Answer, type Call, idOf, reviewApi } from './review-api.ts'

describe('the nights of the review API', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: (method: string, path: string, call?: Call) => Promise<Answer>

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    call = reviewApi(ports)
    for (const role of ['data-scientist', 'safety-auditor'] as const)
      await ports.people.save({ id: idOf(role), name: role, sites: ['plant'] })
    for (const id of ['plant', 'other']) await ports.rosters.saveSite({ id, name: id, timeZone: 'Europe/Berlin' })
    for (const [site, date] of [
      ['plant', '2026-03-01'],
      ['plant', '2026-03-02'],
      ['other', '2026-03-03'],
    ] as const) {
      const key = { site, date, number: 1 }
      const night: Night = {
        ...{ id: nightId(key), ...key, state: 'complete', startedAt: `${date}T01:30:00.000Z`, startedBy: 'timer' },
        ...{ progress: { ...noProgress, step: 'done' }, problems: [], problemCount: 0 },
      }
      await ports.nights.save(night, undefined)
    }
  })
  after(() => azurite.close())

  it('are listed newest first, those of the sites that one covers', async () => {
    const first = await call('GET', 'nights', { as: 'safety-auditor', query: { limit: '1' } })
    const rest = await call('GET', 'nights', { as: 'safety-auditor', query: { limit: '1', cursor: first.body.cursor } })
    assert.deepEqual([first.body.items[0].date, rest.body.items[0].date, rest.body.cursor], ['2026-03-02', '2026-03-01', undefined])
    const all = await call('GET', 'nights', { as: 'admin' })
    assert.equal(all.body.items.length, 3)
    assert.equal((await call('GET', 'nights', { as: 'safety-auditor', query: { site: 'other' } })).status, 404)
  })

  it('of another site look like those that do not exist', async () => {
    assert.equal((await call('GET', 'nights/nightly-plant-2026-03-01', { as: 'safety-auditor' })).body.state, 'complete')
    const foreign = await call('GET', 'nights/nightly-other-2026-03-03', { as: 'safety-auditor' })
    for (const id of ['nightly-plant-2026-03-09', 'nightly-other-2026-03-09', 'nonsense'])
      assert.deepEqual((await call('GET', `nights/${id}`, { as: 'safety-auditor' })).body, foreign.body)
    assert.equal(foreign.status, 404)
    assert.equal((await call('POST', 'nights', { as: 'data-scientist', body: { site: 'other' } })).status, 404)
  })

  it('of a date that has had its run answer with that run', async () => {
    const answer = await call('POST', 'nights', { as: 'data-scientist', body: { site: 'plant', date: '2026-03-01' } })
    assert.deepEqual([answer.status, answer.body.id], [202, 'nightly-plant-2026-03-01'])
  })

  it('go by a policy that a change must have seen', async () => {
    const before = await call('GET', 'sites/plant/night-policy', { as: 'safety-auditor' })
    const put = (body: object, version: string) =>
      call('PUT', 'sites/plant/night-policy', { as: 'data-scientist', body, headers: version === '' ? {} : { 'if-match': version } })
    const saved = await put({ startsAt: '04:15' }, '')
    assert.deepEqual([before.body.startsAt, saved.body.startsAt, saved.body.rawVideoHours], ['02:30', '04:15', 72])
    assert.equal((await put({ startsAt: '05:00' }, saved.headers['etag']!)).status, 200)
    const late = await put({ startsAt: '06:00' }, saved.headers['etag']!)
    assert.deepEqual([late.status, late.body.code], [409, 'night-changed'])
    const wrong = await put({ startsAt: '25:00', sampling: { jpegQscale: 1 } }, '')
    assert.match(wrong.body.detail, /body\.startsAt.*body\.sampling\.jpegQscale/)
    const { entries } = await ports.audit.read({ site: 'plant', from: 1, limit: 10 })
    assert.deepEqual(
      entries.map(({ action, detail }) => [action, detail['startsAt']]),
      [
        ['night-policy-saved', '04:15'],
        ['night-policy-saved', '05:00'],
      ],
    )
  })
})
