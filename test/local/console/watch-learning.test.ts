import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Api } from '../../../local/console/api.ts'
import { describeApproval } from '../../../local/console/watch-approvals.ts'
import { describeRelease } from '../../../local/console/watch-releases.ts'
import { describeRollout, watchRollouts } from '../../../local/console/watch-rollouts.ts'
import { laptopPeople } from '../../../local/sign-in/people.ts'
import type { Approval } from '../../../shared/domain/approval.ts'
import type { Release } from '../../../shared/domain/release.ts'
import { type Rollout, RolloutPolicy } from '../../../shared/domain/rollout.ts'

const digest = 'a'.repeat(64)
const model = { name: 'plant-1', version: '3', digest }
const at = '2026-11-20T08:00:00.000Z'

function rollout(more: Partial<Rollout> = {}): Rollout {
  const ring = { name: 'first', devices: 1, well: 0, failed: 0, away: 0 }
  return {
    ...{ id: 'rel-1-1', site: 'plant-1', release: 'rel-1', model, policy: RolloutPolicy.parse({}), policySha256: digest },
    ...{ state: 'running', ring: 0, rings: [ring, { ...ring, name: 'all' }], startedAt: at, startedBy: 'system', ...more },
  }
}

function approval(more: Partial<Approval> = {}): Approval {
  return {
    ...{ id: 'ask-1', site: 'plant-1', model, evaluation: 'b'.repeat(64), plan: 'c'.repeat(64), gate: 'better', askedAt: at },
    ...{ expiresAt: at, state: 'waiting', needed: 1, decisions: [], partial: [], ...more },
  }
}

test('a rollout is told ring by ring and its end once; one that was over before is no news', async () => {
  let items: Rollout[] = [rollout({ id: 'rel-0-1', state: 'completed' })]
  const api: Api = { get: async () => ({ items }) as never, ...{ put: assert.fail, post: assert.fail, remove: assert.fail } }
  const told: string[] = []
  const watch = watchRollouts(api, (line) => told.push(line))
  const rings = rollout().rings.map((ring) => ({ ...ring, well: 1, takenAt: at }))
  for (const now of [items[0], rollout(), rollout(), rollout({ rings }), rollout({ state: 'halted', reason: 'edge-1 restarts.' })]) {
    items = now === undefined ? [] : [now]
    watch.look()
    // Until the look is over: what comes meanwhile would be one more look.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await watch.stop()
  assert.deepEqual(told, [
    'rollout rel-1-1 (model plant-1 3), ring first (1 of 2): 0 of 1 well',
    'rollout rel-1-1 (model plant-1 3), ring first (1 of 2): 1 of 1 well; watching it',
    'rollout rel-1-1 (model plant-1 3) is halted: edge-1 restarts.',
  ])
  assert.match(describeRollout(rollout({ state: 'completed' })), /every device of its 2 rings has it/)
})

test('a model that waits for a yes is told with the command that gives it, as somebody who may', () => {
  const waiting = describeApproval(approval(), 'http://127.0.0.1:7071')
  assert.match(waiting, /model plant-1 3 waits for a yes \(it is better than the one in force\)/)
  assert.match(
    waiting,
    /curl -X POST http:\/\/127\.0\.0\.1:7071\/api\/approvals\/ask-1\/decisions -H 'authorization: Bearer data-scientist'/,
  )
  const body = JSON.parse(/-d '(.*)'/.exec(waiting)?.[1] ?? '')
  assert.deepEqual(body, { ...body, decision: 'approved', model: digest, evaluation: 'b'.repeat(64), plan: 'c'.repeat(64) })

  const scientist = laptopPeople.find(({ handle }) => handle === 'data-scientist')?.id ?? ''
  assert.match(describeApproval(approval({ partial: [scientist] }), 'http://127.0.0.1:7071'), /Bearer admin/)
  const decisions = [{ by: scientist, at, decision: 'rejected' as const, reason: 'Misses hands.' }]
  assert.equal(describeApproval(approval({ state: 'rejected', decisions }), ''), 'model plant-1 3 is rejected: Misses hands.')
})

test('a release is told while it is built and with its reason when it failed', () => {
  const release: Release = {
    ...{ id: 'rel-1', site: 'plant-1', runtime: 'code-1', state: 'building', repository: 'plant-1', images: [], createdAt: at },
    builds: [{ architecture: 'arm64', run: 'run-1' }],
  }
  assert.equal(describeRelease(release), 'release rel-1 (no model, runtime code-1): building images for arm64')
  assert.equal(describeRelease({ ...release, state: 'waiting' }), undefined)
  assert.match(
    describeRelease({ ...release, model, state: 'failed', problem: 'The build broke off.' }) ?? '',
    /failed: The build broke off\./,
  )
})
