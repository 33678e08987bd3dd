import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { putAnswersAside } from '../../../shared/operations/put-answers-aside.ts'
import type { Ports } from '../../../shared/ports.ts'
import { doubtfulPlant } from '../../harness/labeling/doubtful-plant.ts'
import { box } from '../../harness/labeling/sample-facts.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { type Answer, type Call, idOf, reviewApi } from './review-api.ts'

const objects = [{ label: 'hand', box: box(0.1) }]

describe('labeling over the review API', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: (method: string, path: string, call?: Call) => Promise<Answer>

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    call = reviewApi(ports)
    for (const role of ['data-labeler', 'data-scientist', 'safety-auditor'] as const)
      await ports.people.save({ id: idOf(role), name: role, sites: ['plant', 'plant-2', 'plant-3'] })
  })
  after(() => azurite.close())

  const claim = async (site: string) => (await call('POST', 'labeling/next', { as: 'data-labeler', body: { site } })).body.task
  const act = (id: string, action: string, more: Call = {}) =>
    call('POST', `labeling/tasks/${id}/${action}`, { as: 'data-labeler', ...more })

  it('goes from the next task over an answer to its undoing', async () => {
    await doubtfulPlant(ports, 'plant', 1)
    const queue = await call('GET', 'labeling/queue', { as: 'data-labeler', query: { site: 'plant' } })
    assert.deepEqual(queue.body.items, [{ site: 'plant', group: 'background', reason: 'unsure', tasks: 1 }])
    const task = await claim('plant')
    assert.deepEqual([task.labels, task.reason, task.suggestions[0].box], [['hand'], 'unsure', box(0.1)])
    assert.equal((await act(task.id, 'save', { body: { objects }, headers: { 'if-match': '"old"' } })).body.code, 'task-changed')

    const saved = await act(task.id, 'save', { body: { objects }, headers: { 'if-match': `"${task.version}"` } })
    assert.equal(saved.status, 200)
    assert.deepEqual(saved.body.answer, objects)
    assert.equal(saved.headers['etag'], `"${saved.body.version}"`)
    assert.equal((await call('POST', 'labeling/next', { as: 'data-labeler', body: { site: 'plant' } })).body.task, undefined)

    const undone = await act(task.id, 'undo')
    assert.equal(undone.body.answer, undefined)
    assert.notEqual(undone.body.leasedUntil, undefined)
    assert.equal((await act(task.id, 'skip')).status, 200)
    assert.equal((await act(task.id, 'release')).body.code, 'task-changed')

    const history = await call('GET', `frames/${task.frame}/history`, { as: 'safety-auditor' })
    assert.deepEqual(
      history.body.edits.map(({ seq, kind, counts }: { seq: number; kind: string; counts: boolean }) => [seq, kind, counts]),
      [
        [1, 'label', false],
        [2, 'withdrawal', false],
      ],
    )
  })

  it('refuses what is no box, names what is wrong, and shows nothing of other sites', async () => {
    await doubtfulPlant(ports, 'plant-2', 1)
    const task = await claim('plant-2')
    const answer = await act(task.id, 'save', { body: { objects: [{ label: 'hand', box: { ...box(0.1), width: 2 } }] } })
    assert.equal(answer.status, 400)
    assert.match(answer.body.detail, /objects\.0\.box\.width/)
    await ports.people.save({ id: idOf('data-labeler'), name: 'data-labeler', sites: ['plant'] })
    for (const path of ['', '/save', '/skip', '/release', '/renew', '/undo']) {
      const method = path === '' ? 'GET' : 'POST'
      const foreign = await call(method, `labeling/tasks/${task.id}${path}`, {
        as: 'data-labeler',
        body: method === 'GET' ? undefined : { objects },
      })
      assert.equal(foreign.status, 404, path)
    }
    assert.equal((await call('POST', 'labeling/next', { as: 'data-labeler', body: { site: 'plant-2' } })).status, 404)
    await ports.people.save({ id: idOf('data-labeler'), name: 'data-labeler', sites: ['plant', 'plant-2', 'plant-3'] })
  })

  it('shows a data scientist whose answers were put aside, and lets them decide', async () => {
    const results = [1, 2, 3].map((n) => ({ task: `task-${n}`, at: `2026-03-02T08:00:0${n}.000Z`, isRight: false }))
    const quality = { site: 'plant-3', who: 'lena', label: 'hand', asked: 30, gold: 3, wrong: 3, results, base: { sum: 0 } }
    await ports.labelerQuality.save(quality, undefined)
    await putAnswersAside(ports, quality, '2026-03-02T08:00:03.000Z')
    const seen = await call('GET', 'labeling/quality', { as: 'data-scientist', query: { site: 'plant-3' } })
    assert.deepEqual(seen.body.labelers, [{ who: 'lena', label: 'hand', asked: 30, gold: 3, wrong: 3 }])
    const [finding] = seen.body.findings
    const lifted = await call('POST', `labeling/quality/plant-3/findings/${finding.id}/lift`, {
      as: 'data-scientist',
      body: { isRestored: true, note: 'The known answers were wrong.' },
    })
    assert.deepEqual([lifted.status, lifted.body.isRestored, lifted.body.liftedBy], [200, true, idOf('data-scientist')])
    const { entries } = await ports.audit.read({ site: 'plant-3', from: 1, limit: 10 })
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['labeler-answers-put-aside', 'labeler-quality-viewed', 'labeler-finding-lifted'],
    )
  })
})
