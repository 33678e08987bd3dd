import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type SplitName, splitNames } from '../../../shared/domain/dataset.ts'
import { assignSplits, type SplitFacts, type SplitPlan } from '../../../shared/domain/dataset-splits.ts'

const shares = { validate: 0.15, test: 0.15 }
const nothing = new Map<string, SplitName>()

function facts(recording: string, more: Partial<SplitFacts> & { day?: number; hour?: number; frames?: number } = {}): SplitFacts {
  const { day = 1, hour = 10, frames = 10, ...rest } = more
  const startedAt = `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`
  return { recording, camera: 'line-1', startedAt, links: [], amounts: new Map([['frames', frames]]), ...rest }
}

/** Small worlds with recordings that share incidents, cameras, days and hours. */
const world = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 999 }),
      camera: fc.constantFrom('line-1', 'line-2', 'line-3'),
      day: fc.integer({ min: 1, max: 9 }),
      hour: fc.integer({ min: 0, max: 23 }),
      incidents: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 2 }),
      frames: fc.integer({ min: 0, max: 60 }),
      label: fc.constantFrom('bottle', 'hand', 'leak'),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 40 },
  )
  .map((all) =>
    all.map(({ id, camera, day, hour, incidents, frames, label }) =>
      facts(`r-${id}`, {
        ...{ camera, day, hour, links: incidents.map((number) => `incident i-${number}`) },
        amounts: new Map([
          ['frames', frames],
          [`positive ${label}`, Math.floor(frames / 2)],
        ]),
      }),
    ),
  )

/** What is in the dataset of a plan, by each link and each block of time of its `splitBy`. */
function splitsByKey(all: readonly SplitFacts[], { splits, leftOut, splitBy }: SplitPlan): Map<string, Set<SplitName>> {
  const found = new Map<string, Set<SplitName>>()
  for (const { recording, links, camera, startedAt } of all) {
    if (leftOut.has(recording)) continue
    const block = splitBy === 'scene' ? [] : [`${camera} ${startedAt.slice(0, splitBy === 'day' ? 10 : 13)}`]
    for (const key of [...links, ...block]) found.set(key, (found.get(key) ?? new Set()).add(splits.get(recording)!))
  }
  return found
}

describe('the splits of a dataset', () => {
  it('never have an incident, or what splitBy says, in two of them, however the data grows', () => {
    fc.assert(
      fc.property(world, fc.array(fc.nat(), { maxLength: 4 }), (all, cuts) => {
        let earlier = nothing as ReadonlyMap<string, SplitName>
        for (const end of [...cuts.map((cut) => cut % all.length).sort((a, b) => a - b), all.length]) {
          const plan = assignSplits(all.slice(0, end), earlier, shares)
          for (const [key, splits] of splitsByKey(all.slice(0, end), plan)) assert.equal(splits.size, 1, key)
          earlier = plan.splits
        }
      }),
      { numRuns: 300 },
    )
  })

  it('never move a recording that has one, nor forget one', () => {
    fc.assert(
      fc.property(world, fc.nat(), (all, cut) => {
        const first = assignSplits(all.slice(0, cut % all.length), nothing, shares)
        const second = assignSplits(all, first.splits, shares)
        for (const [recording, split] of first.splits) assert.equal(second.splits.get(recording), split)
        for (const { recording } of all) assert.ok(second.splits.has(recording) || second.leftOut.has(recording), recording)
      }),
      { numRuns: 300 },
    )
  })

  it('stay when incidents reach further than they did, and what hangs on the test is then not learned from', () => {
    fc.assert(
      fc.property(world, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 30 })), { maxLength: 10 }), (all, grown) => {
        const first = assignSplits(all, nothing, shares)
        const later = all.map((one, index) => {
          const more = grown.filter(([number]) => number % all.length === index).map(([, incident]) => `incident i-${incident}`)
          return { ...one, links: [...one.links, ...more] }
        })
        const second = assignSplits(later, first.splits, shares)
        for (const [recording, split] of first.splits) assert.equal(second.splits.get(recording), split)
        for (const [key, splits] of splitsByKey(later, second)) assert.equal(splits.size, 1, key)
        for (const recording of second.leftOut) assert.notEqual(second.splits.get(recording), 'test')
      }),
      { numRuns: 300 },
    )
  })

  it('are the same whatever the order of the recordings', () => {
    fc.assert(
      fc.property(
        world.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const byName = ({ splits }: SplitPlan) => [...splits].sort()
          assert.deepEqual(byName(assignSplits(all, nothing, shares)), byName(assignSplits(shuffled, nothing, shares)))
        },
      ),
    )
  })

  it('have something for each split as soon as there are three scenes, however uneven', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 3, maxLength: 9 }), (sizes) => {
        const all = sizes.map((frames, index) => facts(`r-${index}`, { frames }))
        assert.deepEqual(new Set(assignSplits(all, nothing, shares).splits.values()), new Set(splitNames))
      }),
    )
  })

  it('have each label, and false positives, in each split as soon as there are three scenes of it', () => {
    const kinds = ['positive bottle', 'positive hand', 'positive leak', 'false-positive']
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 3, max: 8 }), { minLength: kinds.length, maxLength: kinds.length }), (counts) => {
        const all = counts.flatMap((count, kind) =>
          Array.from({ length: count }, (_, index) =>
            facts(`r-${kind}-${index}`, {
              amounts: new Map([
                ['frames', 10],
                [kinds[kind]!, 5],
              ]),
            }),
          ),
        )
        const { splits } = assignSplits(all, nothing, shares)
        for (const [kind] of kinds.entries()) {
          const found = [...splits].filter(([recording]) => recording.startsWith(`r-${kind}-`)).map(([, split]) => split)
          assert.deepEqual(new Set(found), new Set(splitNames), kinds[kind])
        }
      }),
    )
  })

  it('are the same when they are given again', () => {
    fc.assert(
      fc.property(world, fc.nat(), (all, cut) => {
        const earlier = assignSplits(all.slice(0, cut % all.length), nothing, shares).splits
        const first = assignSplits(all, earlier, shares)
        assert.deepEqual(assignSplits(all, first.splits, shares), first)
      }),
      { numRuns: 300 },
    )
  })

  it('come near to the shares when there is enough', () => {
    const all = Array.from({ length: 200 }, (_, index) => facts(`r-${index}`, { day: 1 + (index % 20), camera: `line-${index % 10}` }))
    const { splits, splitBy } = assignSplits(all, nothing, shares)
    const count = (split: SplitName) => [...splits.values()].filter((one) => one === split).length
    assert.equal(splitBy, 'day')
    assert.deepEqual([count('train'), count('validate'), count('test')], [140, 30, 30])
  })

  it('keep to a camera and day, then to an hour, then to a scene, as far as ten groups are left', () => {
    const by = (all: readonly SplitFacts[]) => assignSplits(all, nothing, shares).splitBy
    assert.equal(by(Array.from({ length: 10 }, (_, day) => facts(`r-${day}`, { day: day + 1 }))), 'day')
    assert.equal(by(Array.from({ length: 10 }, (_, hour) => facts(`r-${hour}`, { hour }))), 'hour')
    assert.equal(by(Array.from({ length: 10 }, (_, number) => facts(`r-${number}`))), 'scene')
  })

  it('give a new recording to the test when it shows an incident of the test', () => {
    const earlier = new Map<string, SplitName>([['old', 'test']])
    const all = [
      facts('old', { links: ['incident a'] }),
      facts('new', { links: ['incident a', 'incident b'] }),
      facts('next', { links: ['incident b'] }),
    ]
    const { splits } = assignSplits(all, earlier, shares)
    assert.deepEqual([splits.get('new'), splits.get('next')], ['test', 'test'])
  })

  it('leave out a recording whose incidents lie in two of them', () => {
    const earlier = new Map<string, SplitName>([
      ['a', 'test'],
      ['b', 'train'],
    ])
    const all = [
      facts('a', { links: ['incident a'] }),
      facts('b', { links: ['incident b'] }),
      facts('c', { links: ['incident a', 'incident b'] }),
    ]
    const { splits, leftOut } = assignSplits(all, earlier, shares)
    assert.deepEqual([...leftOut], ['c'])
    assert.equal(splits.has('c'), false)
  })

  it('give nothing to a split whose share is none', () => {
    const all = Array.from({ length: 20 }, (_, index) => facts(`r-${index}`, { day: index + 1 }))
    const { splits } = assignSplits(all, nothing, { validate: 0, test: 0.5 })
    assert.deepEqual(new Set(splits.values()), new Set(['train', 'test']))
  })
})
