import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Decision } from '../../../ui/decisions/decision.ts'
import { createQueue } from '../../../ui/decisions/decision-queue.ts'
import type { Outcome } from '../../../ui/decisions/send-decision.ts'

const decision = (id: string, incident = 'incident-1'): Decision => ({
  ...{ id, incident, title: '', action: { kind: 'acknowledge' }, decidedAt: '', state: 'waiting' },
  seen: { version: '1', entry: 0, verdict: undefined },
})
const seen = { version: '2', entry: 1, verdict: undefined }

function open(kept = new Map<string, string>()) {
  const world = { isOnline: true, sent: [] as string[], answers: [] as Outcome[], retry: () => {} }
  const queue = createQueue({
    key: 'queue',
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    send: async ({ id, seen: { version } }) => {
      world.sent.push(`${id} ${version}`)
      return world.answers.shift() ?? { kind: 'sent', seen }
    },
    isOnline: () => world.isOnline,
    alone: (run) => run(),
    later: (run) => {
      world.retry = run
    },
  })
  return { world, queue, kept, settled: () => queue.drop('none') }
}

test('decisions go in order, and the later of an incident knows what the earlier made of it', async () => {
  const { world, queue, settled } = open()
  world.isOnline = false
  for (const id of ['a', 'b']) queue.add(decision(id))
  await settled()
  assert.deepEqual([world.sent, queue.isStuck(), queue.read().length], [[], true, 2])
  world.isOnline = true
  queue.wake()
  while (queue.read().length > 0) await new Promise(setImmediate)
  assert.deepEqual(world.sent, ['a 1', 'b 2'])
})

test('what was not sent is there after the page was closed', async () => {
  const first = open()
  first.world.answers.push({ kind: 'later' })
  first.queue.add(decision('a'))
  await first.settled()
  const second = open(first.kept)
  second.queue.wake()
  while (second.queue.read().length > 0) await new Promise(setImmediate)
  assert.deepEqual(second.world.sent, ['a 1'])
})

test('one that is not taken waits for a word and holds up no other', async () => {
  const { world, queue } = open()
  world.answers.push({ kind: 'refused', problem: 'No.' })
  queue.add(decision('a'))
  queue.add(decision('b', 'incident-2'))
  while (queue.read().length > 1) await new Promise(setImmediate)
  assert.deepEqual(
    queue.read().map(({ id, state, problem }) => ({ id, state, problem })),
    [{ id: 'a', state: 'refused', problem: 'No.' }],
  )
  queue.retry('a')
  while (queue.read().length > 0) await new Promise(setImmediate)
  assert.deepEqual(world.sent, ['a 1', 'b 1', 'a 1'])
})
