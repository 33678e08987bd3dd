import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Rollout } from '../../../../shared/domain/rollout.ts'
import { type RolloutWorld, site, startWorld } from '../../../harness/rollout-world.ts'
import type { Behaviour } from '../../../harness/simulated-fleet.ts'

const bad: readonly (readonly [letter: string, behaviour: Behaviour, reason: RegExp])[] = [
  ['1', 'wont-start', /restarted again and again/],
  ['2', 'crashes', /restarted again and again/],
  ['3', 'nan', /refuses the model: The model answers with what is no number/],
  ['4', 'silent', /sees bottle 0\.0000 times a frame/],
  ['5', 'tenfold', /sees bottle \d\.\d+ times a frame/],
  ['6', 'slow', /An inference takes/],
  ['7', 'leaks', /memory/],
  ['8', 'wrong-labels', /refuses the model: The model sees other things/],
]

describe('a release on its way through a hundred devices', () => {
  let world: RolloutWorld
  before(async () => {
    world = await startWorld({ devices: 100 })
    await world.base('a')
    const plan = await world.plan()
    world.hears = (device) => Number(plan.get(device)) < 2
    await world.fleet.advance(600)
  })
  after(() => world.close())

  /** How many devices have it, each time that the number changes; the last is after the end. */
  async function expose(letter: string, rollout: Rollout): Promise<{ end: Rollout; exposed: readonly number[] }> {
    const exposed: number[] = []
    const count = () => {
      const now = world.having(letter).length
      if (exposed.at(-1) !== now) exposed.push(now)
      return false
    }
    return { end: await world.run(rollout, count), exposed }
  }

  for (const [letter, behaviour, reason] of bad)
    test(`is halted in one of the first two rings and taken back when its model is of the kind ${behaviour}`, async () => {
      const rollout = await world.start(await world.release(letter, behaviour))
      const { end, exposed } = await expose(letter, rollout)
      assert.match(end.reason ?? '', reason)
      assert.deepEqual([end.state, end.endedBy], ['rolled-back', 'system'])
      assert.ok(end.ring <= 1 && Math.max(...exposed) <= 10, `ring ${end.ring}, ${exposed}`)
      assert.equal(exposed.at(-1), 0)
      assert.equal(world.having('a').length, 100)
      assert.equal((await world.ports.models.champion(site))?.value.release, 'rel-aaaaaaaaaaaaaaaa')
    })

  test('reaches 1, 10, 50 and all of them, ring after ring, and is in force then', async () => {
    const good = await world.release('b')
    const { end, exposed } = await expose('b', await world.start(good))
    assert.equal(end.state, 'completed')
    assert.deepEqual(exposed, [1, 10, 50, 100])
    assert.deepEqual(
      end.rings.map(({ devices, well }) => [devices, well]),
      [1, 9, 40, 50].map((count) => [count, count]),
    )
    assert.deepEqual((await world.ports.models.champion(site))?.value.model, good.model)
    const states = await world.ports.deviceStates.list(site)
    assert.ok(states.every(({ tags }) => tags['release'] === undefined))
  })
})
