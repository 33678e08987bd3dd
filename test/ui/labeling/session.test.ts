import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { ApiProblem } from '../../../ui/api/api-problem.ts'
import type { call as callApi } from '../../../ui/api/call.ts'
import { createKept } from '../../../ui/screens/labeling/work/kept.ts'
import { createOutbox, type Refused } from '../../../ui/screens/labeling/work/outbox.ts'
import { createSession } from '../../../ui/screens/labeling/work/session.ts'
import type { Task, TaskAnswer } from '../../../ui/screens/labeling/work/task.ts'
import { createDevice } from './device.ts'

const hand = [{ label: 'hand', box: { left: 0.1, top: 0.1, width: 0.2, height: 0.2 } }]

/** What the API would say, with tasks `t1` to `t9` waiting. */
function createApi() {
  const said: string[] = []
  const api = { said, isThere: true, refuses: new Set<string>(), waiting: ['t1', 't2', 't3', 't4', 't5'] }
  const call = async (name: string, input: { params?: { id: string }; body?: { except: string[] } }) => {
    if (!api.isThere) throw ApiProblem.noAnswer(undefined)
    const id = input.params?.id
    if (id !== undefined && api.refuses.has(id)) {
      const body = JSON.stringify({ code: 'task-changed', title: 'Somebody else was faster.' })
      throw await ApiProblem.of(new Response(body, { status: 409, headers: { 'content-type': 'application/problem+json' } }))
    }
    if (name !== 'claimNextTask') {
      said.push(`${name} ${id}`)
      return taskOf(id!)
    }
    const next = api.waiting.find((one) => !input.body!.except.includes(one))
    return { task: next && taskOf(next) }
  }
  return { api, call: call as unknown as typeof callApi }
}

const taskOf = (id: string) => ({ id, site: 'plant', camera: 'line-1', frame: id }) as Task

describe('a sitting of a labeler', () => {
  let device = createDevice()
  let { api, call } = createApi()
  let now = 0
  const loaded: string[] = []
  const outboxOn = (storage: typeof device) =>
    createOutbox(createKept<TaskAnswer>(storage, 'lena/answers'), createKept<Refused>(storage, 'lena/refused'), call)
  const sit = (outbox = outboxOn(device)) => {
    const session = createSession({ call, outbox, wish: { site: 'plant' }, now: () => now, onTask: ({ id }) => loaded.push(id) })
    return { session, outbox, inHand: () => session.state().hand.map(({ task }) => task.id) }
  }
  beforeEach(() => {
    device = createDevice()
    ;({ api, call } = createApi())
    now = 0
    loaded.length = 0
  })

  it('has the next frames at hand before they are needed', async () => {
    const { session, inHand } = sit()
    await session.fill()
    assert.deepEqual(inHand(), ['t1', 't2', 't3'])
    assert.deepEqual(loaded, ['t1', 't2', 't3'])
    session.save(hand)
    assert.equal(inHand()[0], 't2')
  })

  it('never claims what is on its way to be saved, or was skipped', async () => {
    const { session, outbox, inHand } = sit()
    await session.fill()
    api.isThere = false
    session.save(hand)
    session.skip()
    await outbox.flush()
    api.isThere = true
    await session.fill()
    assert.deepEqual(inHand(), ['t3', 't4', 't5'])
    assert.equal(session.state().skipped, 1)
  })

  it('keeps an answer on the device until it has arrived, through a reload', async () => {
    const first = sit()
    await first.session.fill()
    api.isThere = false
    first.session.save(hand)
    await first.outbox.flush()
    api.isThere = true
    const reloaded = outboxOn(device)
    assert.deepEqual(reloaded.waiting.list()[0]?.objects, hand)
    await reloaded.flush()
    assert.deepEqual(api.said, ['saveTask t1'])
    assert.equal(reloaded.waiting.list().length, 0)
  })

  it('keeps an answer that was refused where its author finds it, and sends the others', async () => {
    const { session, outbox } = sit()
    await session.fill()
    api.refuses.add('t1')
    session.save(hand)
    session.save([])
    await outbox.flush()
    assert.deepEqual(
      outbox.refused.list().map(({ task, code }) => [task.id, code]),
      [['t1', 'task-changed']],
    )
    assert.ok(api.said.includes('saveTask t2'))
  })

  it('takes an answer back that has not left yet without asking anybody', async () => {
    const { session, outbox, inHand } = sit()
    await session.fill()
    api.isThere = false
    session.save(hand)
    await outbox.flush()
    await session.undo()
    assert.deepEqual([inHand()[0], session.state().hand[0]?.before], ['t1', hand])
    assert.equal(outbox.waiting.list().length, 0)
  })

  it('takes an answer back that has arrived, once, however often the key is pressed', async () => {
    const { session, outbox, inHand } = sit()
    await session.fill()
    session.save(hand)
    await outbox.flush()
    await Promise.all([session.undo(), session.undo()])
    assert.equal(api.said.filter((one) => one === 'undoTask t1').length, 1)
    assert.equal(inHand()[0], 't1')
    assert.equal(session.state().answered.length, 0)
  })

  it('renews claims that are about to end, and tells which ones somebody else has by now', async () => {
    const { session, inHand } = sit()
    await session.fill()
    assert.deepEqual(await session.renew(), [])
    assert.ok(!api.said.some((one) => one.startsWith('renewClaim')))
    now = 6 * 60_000
    api.refuses.add('t2')
    api.waiting = ['t1', 't3', 't4']
    assert.deepEqual(
      (await session.renew()).map(({ id }) => id),
      ['t2'],
    )
    assert.ok(!inHand().includes('t2'))
    assert.equal(session.state().hand[0]?.claimedUntilMs, 16 * 60_000)
  })

  it('takes up what was begun before, and gives back at the end what nobody has begun', async () => {
    const { session, inHand } = sit()
    api.refuses.add('t9')
    const lost = await session.resume([taskOf('t4'), taskOf('t9')])
    assert.deepEqual(
      lost.map(({ id }) => id),
      ['t9'],
    )
    await session.fill()
    assert.deepEqual(inHand(), ['t4', 't1', 't2'])
    session.stop(({ id }) => id === 't4')
    assert.deepEqual(api.said.slice(-2), ['releaseTask t1', 'releaseTask t2'])
  })

  it('says that nothing waits, and finds what comes later', async () => {
    api.waiting = []
    const { session, inHand } = sit()
    await session.fill()
    assert.equal(session.state().isDry, true)
    api.waiting = ['t7']
    await session.fill()
    assert.deepEqual(inHand(), ['t7'])
  })
})
