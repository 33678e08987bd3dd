import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { laptopPeople } from '../../../local/sign-in/people.ts'
import type { Release } from '../../../shared/domain/release.ts'
import type { Rollout } from '../../../shared/domain/rollout.ts'
import { type RolloutWorld, site, startWorld } from '../../harness/rollout-world.ts'
import { hostData, launchNightHost, type NightHost } from '../night/support/night-host.ts'

// In the order in which a rollout comes to them.
const blowsOnward = ['rollout-layer-planned', 'rollout-written', 'rollout-tagged', 'look-at-rollout-ends']
const blowsBack = ['rollout-layer-gone']

describe('a rollout whose host is killed at every step', () => {
  const closing: (() => unknown)[] = []
  let world: RolloutWorld
  let release: Release
  let data: string

  before(async () => {
    world = await startWorld({ devices: 5, policy: { bakeSeconds: 0, takeSeconds: 60, lookSeconds: 0.5 } })
    closing.push(() => world.close())
    await world.base('a')
    for (const { id, name } of laptopPeople) await world.ports.people.save({ id, name, sites: 'all' })
    release = await world.release('b')
    data = hostData({ after: (close) => void closing.push(close) })
  })
  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  const launch = async (crash: string): Promise<NightHost> => {
    const started = await launchNightHost(world.azurite.connectionString, data, {
      ...{ IOT_HUB_CONNECTION: world.hub.serviceConnectionString, NODE_EXTRA_CA_CERTS: world.hub.certificateFile },
      TEST_CRASH: crash,
    })
    closing.push(() => started.host.kill())
    return started
  }

  /** Asks again after each blow, as a person would; what was begun also goes on by itself. */
  async function until(
    state: Rollout['state'],
    blows: readonly string[],
    ask: (call: NightHost['call']) => Promise<Rollout>,
  ): Promise<Rollout> {
    for (const crash of blows) {
      const { host, call } = await launch(crash)
      await ask(call).catch(() => {})
      await assert.rejects(host.line(/never printed/))
    }
    const { host, call } = await launch('')
    // It may be over by now; then it is not begun again.
    await ask(call).catch(() => {})
    const { id } = (await world.ports.rollouts.list({ sites: [site], limit: 1 })).items[0]!
    for (;;) {
      const from = host.lines.length
      const rollout = await call<Rollout>('GET', `rollouts/${id}`, 'safety-auditor')
      if (rollout.state === state) {
        assert.equal(await host.stop(), 0)
        return rollout
      }
      await host.line(/Functions\.look-at-rollout' \(/, from)
    }
  }

  test('reaches every device, and is one rollout with one layer above the base', async () => {
    const rollout = await until('completed', blowsOnward, (call) => call('POST', 'rollouts', 'iot-engineer', { site, release: release.id }))
    await world.fleet.settle()
    assert.equal(world.having('b').length, 5)
    assert.deepEqual(
      rollout.rings.map(({ devices, well }) => [devices, well]),
      [1, 0, 2, 2].map((count) => [count, count]),
    )
    assert.equal((await world.ports.rollouts.list({ sites: [site], limit: 10 })).items.length, 1)
    const kinds = (await world.ports.deployments.list()).map(({ labels }) => labels['kind'])
    assert.deepEqual(kinds.toSorted(), ['base', 'layer'])
    assert.equal((await world.ports.models.champion(site))?.value.release, release.id)
  })

  test('is taken back to the last device all the same', async () => {
    const [newest] = (await world.ports.rollouts.list({ sites: [site], limit: 1 })).items
    const path = `rollouts/${newest!.id}/roll-back`
    await until('rolled-back', blowsBack, (call) => call('POST', path, 'iot-engineer', { reason: 'it sees ghosts' }))
    await world.fleet.settle()
    assert.equal(world.having('a').length, 5)
    const kinds = (await world.ports.deployments.list()).map(({ labels }) => labels['kind'])
    assert.deepEqual(kinds, ['base'])
  })
})
