import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Rollout } from '../../../../shared/domain/rollout.ts'
import { haltRollout, rollBack } from '../../../../shared/operations/command-rollout.ts'
import { listCrashPoints, runIntoCrash } from '../../../harness/crash-runner.ts'
import { type RolloutWorld, site, startWorld } from '../../../harness/rollout-world.ts'

const script = fileURLToPath(new URL('../../../harness/rollout-process.ts', import.meta.url))
const offline = ['edge-017', 'edge-018', 'edge-019', 'edge-020']
const states: readonly (readonly [letter: string, what: string, isThere: (rollout: Rollout) => boolean])[] = [
  ['1', 'that has just begun', ({ state }) => state === 'running'],
  ['2', 'in its third ring', ({ ring }) => ring === 2],
  ['3', 'that was halted', ({ ring }) => ring === 1],
  ['4', 'that is complete', ({ state }) => state === 'completed'],
]

describe('a rollout that is taken back', () => {
  let world: RolloutWorld
  /** Every image that a device was about to take. */
  const taken: string[] = []
  let stubborn = ''
  before(async () => {
    world = await startWorld({ devices: 20, policy: { bakeSeconds: 60, takeSeconds: 240, lookSeconds: 30 } })
    world.hears = () => false
    world.refuses = (device, image) => {
      taken.push(`${device} ${image.at(-1)}`)
      return device === stubborn && image.endsWith('a')
    }
    await world.base('a')
    await world.fleet.disconnect(offline)
  })
  after(() => world.close())

  const command = (rollout: Rollout) => ({ site, id: rollout.id, who: 'ada', reason: 'it sees ghosts' })
  const online = () => world.fleet.devices.filter(({ isOnline }) => isOnline)

  async function isBack(letter: string, rollout: Rollout): Promise<void> {
    const startedAt = world.clock.now().getTime()
    const end = await world.run(rollout)
    assert.equal(end.state, 'rolled-back')
    const minutes = (world.clock.now().getTime() - startedAt) / 60_000
    assert.ok(minutes <= 5, `${minutes} minutes`)
    const wrong = online().filter(({ id, module }) => id !== stubborn && !module.image.endsWith('a'.repeat(64)))
    assert.deepEqual(
      wrong.map(({ id }) => id),
      [],
    )
    assert.equal((await world.ports.models.champion(site))?.value.release, 'rel-aaaaaaaaaaaaaaaa')
    const all = await world.ports.deployments.list()
    assert.deepEqual(
      all.map(({ labels }) => labels['kind']),
      ['base'],
    )
    // Whoever was away never gets to know of it.
    await world.fleet.connect(offline)
    assert.deepEqual(
      taken.filter((each) => offline.some((device) => each === `${device} ${letter}`)),
      [],
    )
    await world.fleet.disconnect(offline)
  }

  for (const [letter, what, isThere] of states)
    test(`${what} leaves what was there before on every device, also on those that were away`, async () => {
      const rollout = await world.start(await world.release(letter))
      const there = await world.run(rollout, isThere)
      if (what.includes('halted')) await haltRollout(world.ports, command(rollout))
      assert.ok(isThere(there))
      await rollBack(world.ports, command(rollout))
      await isBack(letter, rollout)
      const end = await world.read(rollout)
      assert.deepEqual([end.endedBy, end.reason], ['ada', 'it sees ghosts'])
      assert.ok((await world.ports.rollouts.devices(rollout.id)).every(({ state }) => ['back', 'away', 'waiting'].includes(state)))
    })

  test('goes on where it was killed, wherever that is, and leaves the same', async () => {
    const args = (rollout: Rollout) => [
      ...[world.azurite.connectionString, world.hub.serviceConnectionString, world.hub.certificateFile],
      ...[world.clock.now().toISOString(), rollout.id],
    ]
    const first = await world.start(await world.release('6'))
    const begin = await listCrashPoints(script, args(first))
    assert.deepEqual(
      begin.map(({ name }) => name),
      ['rollout-devices-written', 'rollout-layer-planned', 'rollout-carried-out', 'rollout-written', 'rollout-tagged'],
    )
    await rollBack(world.ports, command(first))
    const back = await listCrashPoints(script, args(first))
    assert.ok(back.some(({ name }) => name === 'rollout-layer-gone'))
    await isBack('6', first)

    const rollout = await world.start(await world.release('7'))
    for (const { name } of begin) await runIntoCrash(script, args(rollout), name)
    await world.run(rollout, ({ ring }) => ring === 2)
    assert.deepEqual([...world.having('7')].length, 10)
    await rollBack(world.ports, command(rollout))
    for (const { name } of back.filter(({ name }) => name !== 'rollout-written')) await runIntoCrash(script, args(rollout), name)
    await isBack('7', rollout)
  })

  test('names the device that cannot go back, and ends all the same', async () => {
    const rollout = await world.start(await world.release('5'))
    await world.run(rollout, ({ state }) => state === 'completed')
    stubborn = 'edge-003'
    await rollBack(world.ports, command(rollout))
    await isBack('5', rollout)
    const failed = (await world.ports.rollouts.devices(rollout.id)).filter(({ state }) => state === 'failed')
    assert.deepEqual(
      failed.map(({ device, reason }) => [device, reason]),
      [['edge-003', 'It did not go back within 240 seconds.']],
    )
  })
})
