import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { behaviourOf } from '../../../shared/domain/behaviour-rates.ts'
import { compareBehaviour } from '../../../shared/domain/compare-behaviour.ts'
import type { DeviceHealth } from '../../../shared/domain/device-health.ts'
import { RolloutPolicy } from '../../../shared/domain/rollout.ts'
import { createRandom } from '../../harness/random.ts'

const policy = RolloutPolicy.parse({})
const digest = 'a'.repeat(64)

interface Line {
  readonly messages?: number
  readonly bootId?: string
  /** Of each label, in a second. */
  readonly labels?: Readonly<Record<string, number>>
  readonly inferenceMs?: number
  readonly memory?: number
  readonly growth?: number
  readonly fps?: number
  readonly incidents?: number
  readonly seed?: number
  /** Objects come in bursts: all of a minute's at once. */
  readonly isBursty?: boolean
}

/** What a device says twice a minute; counts are as random as life. */
function history(line: Line): DeviceHealth[] {
  const { messages = 40, bootId = 'boot-1', labels = { bottle: 1 }, inferenceMs = 8, memory = 2e8, growth = 0, fps = 10, seed = 1 } = line
  const random = createRandom(seed)
  const counts: Record<string, number> = Object.fromEntries(Object.keys(labels).map((label) => [label, 0]))
  return Array.from({ length: messages }, (_, seq) => {
    for (const [label, rate] of Object.entries(labels)) {
      const expected = line.isBursty ? (random() < 0.1 ? rate * 300 : 0) : rate * 30
      counts[label] =
        (counts[label] ?? 0) + Math.max(0, Math.round(expected + Math.sqrt(expected) * (random() + random() + random() - 1.5) * 2))
    }
    const at = new Date(Date.UTC(2026, 10, 20, 8) + seq * 30_000).toISOString()
    const frames = (seq + 1) * 30 * fps
    const behaviour = {
      ...{ framesAnalysed: frames, detections: { ...counts }, incidents: Math.floor(((line.incidents ?? 0) * seq) / 120) },
      ...{ inferenceMsTotal: frames * inferenceMs, memoryBytes: memory + growth * seq + 2e6 * random(), isBusy: false },
    }
    const model = { name: 'plant-1', version: '1', digest }
    const message = { device: 'edge-1', bootId, seq, at, model, behaviour } as unknown as DeviceHealth['message']
    return { device: 'edge-1', receivedAt: at, message, clockSkewMs: 0 }
  })
}

const compare = (champion: Line, candidate: Line, expected = {}) =>
  compareBehaviour(behaviourOf(history(champion), digest), behaviourOf(history({ seed: 2, ...candidate }), digest), policy, expected)

describe('a candidate beside the champion on the same device', () => {
  test('is like it when it is the same, in a hundred different hours', () => {
    for (let seed = 10; seed < 110; seed++)
      assert.deepEqual(compare({ seed }, { seed: seed + 1000 }), { outcome: 'alike', reason: undefined })
  })

  const different: readonly (readonly [what: string, candidate: Line, reason: RegExp])[] = [
    ['sees nothing', { labels: { bottle: 0 } }, /sees bottle 0\.0000 times a frame instead of 0\.\d+/],
    ['sees ten times as much', { labels: { bottle: 10 } }, /sees bottle/],
    ['takes three times as long', { inferenceMs: 24 }, /takes 24\.0 ms instead of 8\.0 ms/],
    ['looks at half the frames', { fps: 5 }, /5\.0 frames a second instead of 10\.0/],
    ['takes twice the memory', { memory: 4e8 }, /memory instead of/],
    ['leaks', { growth: 5e6 }, /memory/],
    ['raises incidents all the time', { incidents: 120 }, /incidents an hour/],
  ]
  for (const [what, candidate, reason] of different)
    test(`is found out when it ${what}`, () => {
      const found = compare({}, candidate)
      assert.equal(found.outcome, 'different')
      assert.match(found.reason ?? '', reason)
    })

  test('is found out when its labels have changed places', () => {
    const found = compare({ labels: { bottle: 2, cap: 0.1 } }, { labels: { bottle: 0.1, cap: 2 } })
    assert.equal(found.outcome, 'different')
  })

  test('may see less, or more, as a better model does', () => {
    for (const rate of [0.4, 0.7, 1.5, 2.5]) assert.equal(compare({}, { labels: { bottle: rate } }).outcome, 'alike')
    assert.equal(compare({}, { labels: { bottle: 0.05 } }, { bottle: 0.05 }).outcome, 'alike', 'the evaluation says so')
    assert.equal(compare({}, { labels: { bottle: 1, cap: 3 } }).outcome, 'alike', 'a label that the champion does not know')
  })

  test('is not blamed for a quiet hour on a line where objects come in bursts', () => {
    assert.equal(compare({ isBursty: true, seed: 3 }, { labels: { bottle: 0.001 }, messages: 6 }).outcome, 'alike')
  })

  test('is undecided until there is enough of both', () => {
    assert.equal(compare({}, { messages: 3, labels: { bottle: 0 } }).outcome, 'undecided')
    assert.equal(compare({ messages: 2 }, {}).outcome, 'undecided')
  })

  test('is measured within each boot: a restart is no fall of its counters', () => {
    const both = [...history({ messages: 10 }), ...history({ messages: 10, bootId: 'boot-2', seed: 7 })]
    const { frames, seconds, memoryPerHour } = behaviourOf(both, digest)
    assert.deepEqual([frames, seconds], [2 * 9 * 300, 2 * 9 * 30])
    assert.ok(Math.abs(memoryPerHour ?? Number.NaN) < 50e6)
    assert.equal(behaviourOf(both, 'b'.repeat(64)).frames, 0)
  })
})
