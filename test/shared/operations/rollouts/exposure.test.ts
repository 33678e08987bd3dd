import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { RolloutPolicy } from '../../../../shared/domain/rollout.ts'
import { haltRollout, resumeRollout, rollBack } from '../../../../shared/operations/command-rollout.ts'
import { watchRollouts } from '../../../../shared/operations/watch-rollouts.ts'
import { withdrawRevoked } from '../../../../shared/operations/withdraw-revoked.ts'
import { type RolloutWorld, site, startWorld } from '../../../harness/rollout-world.ts'

const policy = { bakeSeconds: 60, takeSeconds: 120, lookSeconds: 30 }
const said = { site, who: 'ada', reason: 'the line stands still' }

describe('while a release is on its way', () => {
  let world: RolloutWorld
  let digit = 1
  /** Another letter for each test. */
  const next = () => (digit++).toString(16)
  before(async () => {
    world = await startWorld({ devices: 20, policy })
    world.hears = () => false
    await world.base('0')
  })
  beforeEach(() => {
    world.refuses = () => false
  })
  after(() => world.close())

  const changePolicy = async (change: object) => {
    const { version } = await world.ports.rollouts.policy(site)
    await world.ports.rollouts.savePolicy(site, RolloutPolicy.parse({ ...policy, ...change }), version)
  }

  for (const [ring, most] of [
    [1, 2],
    [2, 10],
    [3, 20],
  ] as const)
    test(`a fault that shows in ring ${ring} reaches its ${most} devices and no other`, async () => {
      const letter = next()
      const plan = await world.plan()
      world.refuses = (device, image) => image.endsWith(letter) && plan.get(device) === ring
      const rollout = await world.start(await world.release(letter))
      let exposed = 0
      const end = await world.run(rollout, async () => {
        const states = await world.ports.deviceStates.list(site)
        exposed = Math.max(exposed, states.filter(({ desiredImage }) => desiredImage?.endsWith(letter)).length)
        return false
      })
      assert.deepEqual([end.state, end.ring, end.endedBy], ['rolled-back', ring, 'system'])
      assert.match(end.reason ?? '', /It did not report the release within 120 seconds \(500\)/)
      assert.equal(exposed, most)
      assert.deepEqual(world.having(letter), [])
    })

  test('a person halts it: no further device gets it, until a person says to go on', async () => {
    const letter = next()
    const rollout = await world.start(await world.release(letter))
    await world.run(rollout, ({ ring }) => ring === 1)
    const before = world.having(letter).length
    await haltRollout(world.ports, { ...said, id: rollout.id })
    for (let looks = 0; looks < 5; looks++) {
      await world.look(rollout)
      await world.fleet.advance(60)
      await world.fleet.settle()
      assert.equal(world.having(letter).length, before)
    }
    await resumeRollout(world.ports, { ...said, id: rollout.id })
    assert.equal((await world.run(rollout)).state, 'completed')
    const actions = (await world.ports.audit.read({ site, from: 1, limit: 1000 })).entries.filter(({ subject }) =>
      subject.endsWith(rollout.id),
    )
    assert.deepEqual(
      actions.map(({ action, who }) => `${action} ${who}`),
      [
        ...['rollout-started ada', 'rollout-began system', 'ring-began system', 'ring-began system', 'rollout-halted ada'],
        ...['rollout-began ada', 'ring-began system', 'ring-began system', 'rollout-completed system'],
      ],
    )
    await rollBack(world.ports, { ...said, id: rollout.id })
    assert.equal((await world.run(rollout)).state, 'rolled-back')
  })

  test('no other begins; the same one is the same; one that is over can go again', async () => {
    const [release, other] = [await world.release(next()), await world.release(next())]
    const starts = await Promise.all(Array.from({ length: 6 }, () => world.start(release)))
    assert.deepEqual(new Set(starts.map(({ id }) => id)), new Set([`${release.id}-1`]))
    await assert.rejects(world.start(other), { code: 'rollout-active' })
    await rollBack(world.ports, { ...said, id: starts[0]!.id })
    await world.run(starts[0]!)
    const again = await world.start(release)
    assert.equal(again.id, `${release.id}-2`)
    assert.equal((await world.run(again)).state, 'completed')
    await assert.rejects(world.start(release), { code: 'input-invalid' })
    await rollBack(world.ports, { ...said, id: again.id })
    await world.run(again)
  })

  test('a device waits for its window, by the wall clock of the plant, and until its incident is over', async () => {
    // Berlin is at UTC + 1 in winter and at UTC + 2 in summer: the same window is another hour.
    await changePolicy({ windows: [{ days: ['sun'], from: '02:00', to: '04:00' }], rings: [{ name: 'all', share: 1 }] })
    const letter = next()
    for (const [instant, isOpen] of [
      ['2027-03-28T00:30:00.000Z', false],
      ['2027-10-31T00:30:00.000Z', true],
    ] as const) {
      world.clock.set(instant)
      const rollout = await world.start(await world.release(isOpen ? next() : letter))
      const [busy] = world.fleet.devices
      busy!.setBusy(true)
      await world.fleet.settle()
      await world.look(rollout)
      await world.look(rollout)
      const devices = await world.ports.rollouts.devices(rollout.id)
      assert.equal(devices.filter(({ state }) => state === 'waiting').length, isOpen ? 1 : 20, instant)
      busy!.setBusy(false)
      await rollBack(world.ports, { ...said, id: rollout.id })
      await world.run(rollout)
    }
    await changePolicy({})
  })

  test('devices that are away hold no ring up, and get it when they come back', async () => {
    const away = ['edge-001', 'edge-002', 'edge-003', 'edge-004']
    await world.fleet.disconnect(away)
    const letter = next()
    const rollout = await world.start(await world.release(letter))
    const end = await world.run(rollout)
    assert.deepEqual([end.state, end.rings.map(({ away }) => away)], ['completed', [0, 0, 0, 4]])
    assert.equal(world.having(letter).length, 16)
    await world.fleet.connect(away)
    assert.equal(world.having(letter).length, 20)
    await rollBack(world.ports, { ...said, id: rollout.id })
    await world.run(rollout)
  })

  test('a model that is revoked is taken from every device at once, and never comes back', async () => {
    const letter = next()
    const release = await world.release(letter)
    const rollout = await world.start(release)
    await world.run(rollout)
    assert.equal(world.having(letter).length, 20)
    const model = { ...release.model!, site, state: 'revoked' as const, cardSha256: 'c'.repeat(64), labels: [], bytes: 1 }
    await world.ports.models.save({ ...model, createdAt: release.createdAt }, undefined)
    await withdrawRevoked(world.ports)
    await world.fleet.settle()
    assert.deepEqual([world.having(letter).length, world.having('0').length], [0, 20])
    await assert.rejects(world.start(release), { code: 'model-revoked' })
    assert.deepEqual(await withdrawRevoked(world.ports), [])
  })

  test('a start that was lost after its row is made up for', async () => {
    const release = await world.release(next())
    const rollout = await world.start(release)
    world.begun.length = 0
    assert.deepEqual(await watchRollouts(world.ports), [{ site, started: rollout.id }])
    assert.deepEqual(await watchRollouts(world.ports), [{ site }])
  })
})
