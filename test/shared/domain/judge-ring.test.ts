import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeRing } from '../../../shared/domain/judge-ring.ts'
import { type DeviceProgress, type Rollout, RolloutPolicy } from '../../../shared/domain/rollout.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21) + seconds * 1000).toISOString()
const policy = RolloutPolicy.parse({ bakeSeconds: 600 })
const rollout: Rollout = {
  ...{ id: 'release-1-1', site: 'plant-1', release: 'release-1', policy, policySha256: '0'.repeat(64), state: 'running' },
  ...{ ring: 0, rings: [{ name: 'first', devices: 0, well: 0, failed: 0, away: 0, takenAt: at(0) }], startedAt: at(0), startedBy: 'ada' },
}
const baked = at(600)

/** So many devices of a ring in each state. */
function devices(counts: Partial<Record<DeviceProgress['state'], number>>, ring = 0): DeviceProgress[] {
  return Object.entries(counts).flatMap(([state, count]) =>
    Array.from({ length: count }, (_, number) => ({
      ...{ device: `edge-${ring}-${state}-${number}`, ring, state: state as DeviceProgress['state'] },
      ...(state === 'failed' && { reason: 'it did not start' }),
    })),
  )
}
const judge = (list: readonly DeviceProgress[], now = baked) => judgeRing(rollout, list, [], now)

test('a ring in which just the share fails that may not be reached is halted, one with fewer goes on', () => {
  // 0.05 of 20 is one device.
  assert.deepEqual(judge(devices({ well: 19, failed: 1 })), {
    next: 'halt',
    reason: '1 of 20 devices failed. edge-0-failed-0: it did not start',
  })
  assert.deepEqual(judge(devices({ well: 20, failed: 1 })), { next: 'done' })
})

test('devices that are away count neither for nor against it', () => {
  assert.equal(judge(devices({ well: 19, failed: 1, away: 10 })).next, 'halt')
  assert.deepEqual(judge(devices({ well: 1, away: 10 })), { next: 'done' })
  assert.deepEqual(judge(devices({ away: 10 })), { next: 'wait', isTaken: false })
})

test('what fails in rings before counts, too', () => {
  assert.equal(judgeRing({ ...rollout, ring: 1 }, [...devices({ failed: 1 }), ...devices({ well: 19 }, 1)], [], baked).next, 'halt')
})

test('a ring is done when all have taken it and the time of the bake is over, to the second', () => {
  assert.deepEqual(judge(devices({ well: 5, targeted: 1 })), { next: 'wait', isTaken: false })
  assert.deepEqual(judge(devices({ well: 5 }), at(599)), { next: 'wait', isTaken: true })
  assert.deepEqual(judge(devices({ well: 5 })), { next: 'done' })
})

test('one device that crashes again and again is enough', () => {
  const verdict = judgeRing(rollout, devices({ well: 100 }), ['edge-7'], baked)
  assert.deepEqual(verdict, { next: 'halt', reason: 'On edge-7 the module is restarted again and again.' })
})
