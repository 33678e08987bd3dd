import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { itemKey, windowOf } from '../../../shared/domain/compliance-item.ts'
import { enqueueCompliance } from '../../../shared/operations/enqueue-compliance.ts'
import { filterItem } from '../../../shared/operations/filter-item.ts'
import { watchCompliance } from '../../../shared/operations/watch-compliance.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { type Answer, type Call, idOf, reviewApi } from './review-api.ts'

const path = 'sites/plant/compliance-policy'

describe('the compliance of the review API', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: (method: string, path: string, call?: Call) => Promise<Answer>
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: () => new Date(at(300)) })
    call = reviewApi(ports)
    for (const role of ['data-scientist', 'safety-auditor', 'site-engineer', 'data-labeler'] as const)
      await ports.people.save({ id: idOf(role), name: `The ${role}`, sites: ['plant'] })
    await ports.rosters.saveSite({ id: 'plant', name: 'Plant', timeZone: 'Asia/Kolkata' })
  })
  after(() => azurite.close())

  const save = (body: object, version?: string, as: Call['as'] = 'safety-auditor') =>
    call('PUT', path, { as, body, ...(version !== undefined && { headers: { 'if-match': `"${version}"` } }) })

  it('is the default until a safety auditor saves another one, and nobody else may', async () => {
    const answer = await call('GET', path, { as: 'data-labeler' })
    assert.deepEqual([answer.body.number, answer.headers['etag'], answer.body.policy.people.treatment], [0, '"0"', 'cover'])
    for (const role of ['data-scientist', 'site-engineer', 'iot-engineer', 'data-labeler'] as const)
      assert.equal((await save({ policy: {} }, undefined, role)).status, 403, role)
  })

  it('keeps each version with who, when and why, and lets nobody overwrite what they did not see', async () => {
    const first = await save({ policy: { longSide: 640 }, note: 'Smaller' }, '0')
    assert.deepEqual([first.status, first.body.number, first.headers['etag'], first.body.savedBy], [200, 1, '"1"', idOf('safety-auditor')])
    assert.equal((await save({ policy: { longSide: 320 } }, '0')).body.code, 'compliance-changed')
    // Asked again after an answer that was lost: the same version, no second one.
    assert.equal((await save({ policy: { longSide: 640 }, note: 'Smaller' }, '0')).body.number, 1)
    const second = await save({ policy: { longSide: 320 } }, '1')
    assert.equal(second.body.number, 2)
    const page = await call('GET', `${path}/versions`, { as: 'site-engineer', query: { limit: '1' } })
    const rest = await call('GET', `${path}/versions`, { as: 'site-engineer', query: { limit: '1', cursor: page.body.cursor } })
    assert.deepEqual([page.body.items[0].number, rest.body.items[0].number, rest.body.cursor], [2, 1, undefined])
    assert.deepEqual([rest.body.items[0].note, rest.body.items[0].savedAt], ['Smaller', at(300)])
    assert.equal(rest.body.names[idOf('safety-auditor')], 'The safety-auditor')
    const { entries } = await ports.audit.read({ site: 'plant', from: 1, limit: 100 })
    const saves = entries.filter(({ action }) => action === 'compliance-policy-saved')
    assert.deepEqual(
      saves.map(({ detail }) => detail['version']),
      [1, 1, 2],
    )
    assert.ok(saves.every(({ who }) => who === idOf('safety-auditor')))
  })

  it('names everything that is wrong with a policy', async () => {
    const wrong: [object, RegExp][] = [
      [
        {
          rules: [
            { id: 'a', action: 'release' },
            { id: 'a', action: 'withhold' },
          ],
        },
        /body\.policy\.rules\.1\.id: a is the name of two rules/,
      ],
      [{ rules: [{ id: 'no-rule', action: 'release' }] }, /no-rule is the name of a built-in rule/],
      [{ rules: [{ id: 'a', action: 'release', when: { confidenceFrom: 0.5, confidenceBelow: 0.5 } }] }, /fits nothing/],
      [{ rules: [{ id: 'a', action: 'let-go' }] }, /body\.policy\.rules\.0\.action/],
      [{ rules: [{ id: 'a', action: 'release', when: { camera: ['x'] } }] }, /camera/],
      [{ people: { cameras: { gate: { people: 'masks' } } } }, /body\.policy\.people\.cameras\.gate\.masks: must name a region/],
      [{ retentionDays: { short: 50 } }, /short must not be longer than standard/],
      [{ regions: ['West Europe'] }, /must be the name of a region/],
      [{ retention: 'for ever' }, /retention/],
    ]
    for (const [policy, words] of wrong) {
      const answer = await save({ policy })
      assert.equal(answer.status, 400, JSON.stringify(policy))
      assert.match(answer.body.detail, words)
    }
    assert.equal((await ports.compliancePolicies.newest('plant')).number, 2)
  })

  it('counts by the day of the site, and tries another policy on what was decided', async () => {
    // 18:29 and 18:31 UTC are two days in Kolkata, and one hour there: an hour is counted for the day it begins on.
    const times = ['2026-11-19T17:29:00.000Z', '2026-11-19T18:40:00.000Z', '2026-11-19T19:10:00.000Z']
    for (const [index, time] of times.entries()) {
      const message = { ...inferenceMessage({ seq: index }), at: time }
      await ports.inferences.save({ site: 'plant', isLate: false, time, message })
      const item = windowOf('plant', 'camera-1', time)
      await enqueueCompliance(ports, [item])
      await filterItem({ ...ports, clock: () => new Date(at(400)) }, { site: 'plant', key: itemKey(item) })
    }
    await watchCompliance(ports)
    const counts = await call('GET', 'sites/plant/compliance-counts', {
      as: 'data-labeler',
      query: { from: '2026-11-19', to: '2026-11-20' },
    })
    assert.deepEqual(
      counts.body.days.map(({ day, items }: { day: string; items: number }) => [day, items]),
      [
        ['2026-11-19', 2],
        ['2026-11-20', 1],
      ],
    )
    assert.deepEqual([counts.body.waiting, counts.body.isWaitingComplete], [0, true])
    const tooMany = await call('GET', 'sites/plant/compliance-counts', {
      as: 'data-labeler',
      query: { from: '2024-01-01', to: '2026-11-20' },
    })
    assert.equal(tooMany.status, 400)

    const body = { policy: { rules: [{ id: 'nobody', action: 'withhold' }] }, from: times[0]!, to: times[2]! }
    const trial = await call('POST', 'sites/plant/compliance-trials', { as: 'safety-auditor', body })
    assert.deepEqual(trial.body.before, [{ kind: 'inferences', outcome: 'compliant', rule: 'everything', items: 2 }])
    assert.deepEqual(trial.body.after, [{ kind: 'inferences', outcome: 'withheld', rule: 'nobody', items: 2 }])
    assert.deepEqual(trial.body.changes, [{ from: 'compliant', to: 'withheld', items: 2 }])
    assert.deepEqual(
      trial.body.examples.map(({ cameras }: { cameras: string[] }) => cameras),
      [['camera-1'], ['camera-1']],
    )
    const blind = await call('POST', 'sites/plant/compliance-trials', { as: 'data-scientist', body })
    assert.deepEqual([blind.body.items, blind.body.examples], [2, undefined])
    const endless = await call('POST', 'sites/plant/compliance-trials', {
      as: 'data-scientist',
      body: { ...body, to: '2026-11-21T17:29:00.000Z' },
    })
    assert.equal(endless.status, 400)
    assert.equal((await ports.compliancePolicies.newest('plant')).number, 2)
  })

  it('of another site is not there', async () => {
    for (const [method, rest, body] of [
      ['GET', 'compliance-policy', undefined],
      ['GET', 'compliance-policy/versions', undefined],
      ['PUT', 'compliance-policy', { policy: {} }],
      ['POST', 'compliance-trials', { policy: {}, from: at(0), to: at(60) }],
    ] as const)
      assert.equal((await call(method, `sites/other/${rest}`, { as: 'safety-auditor', body })).status, 404, rest)
  })
})
