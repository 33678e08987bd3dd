import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandsOf, type Rollout, stageOf, takenIn } from '../../../ui/fleet/rollout-progress.ts'

const at = (seconds: number) => new Date(Date.parse('2026-11-20T08:00:00.000Z') + seconds * 1000).toISOString()
const ring = (times: object) => ({ name: 'r', devices: 2, well: 0, failed: 0, away: 0, ...times })

test('a ring waits, is taken, is watched until its time is over, and is done', () => {
  const rings = [ring({ startedAt: at(0), takenAt: at(10), doneAt: at(99) }), ring({ startedAt: at(99), takenAt: at(100) }), ring({})]
  const rollout = { rings, policy: { bakeSeconds: 60 } as Rollout['policy'] }
  assert.deepEqual(stageOf(rollout, 0, Date.parse(at(120))), { kind: 'done' })
  assert.deepEqual(stageOf(rollout, 1, Date.parse(at(120))), { kind: 'baking', leftMs: 40_000 })
  assert.deepEqual(stageOf(rollout, 1, Date.parse(at(500))), { kind: 'baking', leftMs: 0 })
  assert.deepEqual(stageOf(rollout, 2, Date.parse(at(120))), { kind: 'waiting' })
  assert.deepEqual(stageOf({ ...rollout, rings: [ring({ startedAt: at(0) })] }, 0, Date.parse(at(1))), { kind: 'taking' })
})

test('devices that have taken the release count, whatever became of them', () => {
  const devices = [
    { device: 'a', ring: 0, state: 'well' as const },
    { device: 'b', ring: 0, state: 'failed' as const, takenAt: at(1) },
    { device: 'c', ring: 0, state: 'failed' as const },
    { device: 'd', ring: 1, state: 'well' as const },
  ]
  assert.equal(takenIn(devices, 0), 2)
})

test('what is over can only be taken back', () => {
  assert.deepEqual(commandsOf('completed'), ['roll-back'])
  assert.deepEqual(commandsOf('rolled-back'), [])
  assert.deepEqual(commandsOf('halted'), ['resume', 'roll-back'])
})
