import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { planRings, type RingCandidate } from '../../../shared/domain/ring-plan.ts'

const rings = [0.01, 0.1, 0.5, 1].map((share, index) => ({ name: ['first', 'few', 'half', 'all'][index]!, share }))
const candidates = (count: number, more: Partial<RingCandidate> = {}): RingCandidate[] =>
  Array.from({ length: count }, (_, number) => ({ device: `edge-${number}`, ring: undefined, isConnected: true, ...more }))
const sizes = (plan: ReadonlyMap<string, number>) => rings.map((_, ring) => [...plan.values()].filter((each) => each <= ring).length)

test('rings hold 1, 10, 50 and 100 % of the devices', () => {
  assert.deepEqual(sizes(planRings('plant-1', candidates(100), rings)), [1, 10, 50, 100])
  assert.deepEqual(sizes(planRings('plant-1', candidates(30), rings)), [1, 3, 15, 30])
  assert.deepEqual(sizes(planRings('plant-1', candidates(1), rings)), [1, 1, 1, 1])
})

test('the order has nothing to do with how the devices are listed, and is another one at another site', () => {
  const one = planRings('plant-1', candidates(100), rings)
  assert.deepEqual(new Map([...planRings('plant-1', candidates(100).reverse(), rings)].sort()), new Map([...one].sort()))
  assert.notDeepEqual(new Map([...planRings('plant-2', candidates(100), rings)].sort()), new Map([...one].sort()))
})

test('the ring that a person names wins, and takes a place of the others', () => {
  const some = candidates(100).map((each) => (each.device === 'edge-7' || each.device === 'edge-8' ? { ...each, ring: 'first' } : each))
  const plan = planRings('plant-1', some, rings)
  assert.deepEqual([plan.get('edge-7'), plan.get('edge-8')], [0, 0])
  assert.deepEqual(sizes(plan), [2, 10, 50, 100])
  assert.equal(planRings('plant-1', candidates(3, { ring: 'no such ring' }), rings).size, 3)
})

test('devices that are away come last', () => {
  const some = candidates(100).map((each, number) => ({ ...each, isConnected: number >= 20 }))
  const plan = planRings('plant-1', some, rings)
  for (let number = 0; number < 20; number++) assert.equal(plan.get(`edge-${number}`), 3)
})

test('every device is in just one ring, whatever the shares', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(shares, fc.nat(60), (given, count) => {
      const plan = planRings(
        'plant-1',
        candidates(count),
        given.toSorted().map((share, index) => ({ name: `ring-${index}`, share })),
      )
      assert.equal(plan.size, count)
      if (count > 0) assert.ok([...plan.values()].includes(0))
    }),
    { seed: 1 },
  )
})
