import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RolloutPolicy } from '../../../../shared/domain/rollout.ts'
import { applyBase } from '../../../../shared/operations/apply-base.ts'
import { rollBack } from '../../../../shared/operations/command-rollout.ts'
import { type RolloutWorld, site, startWorld } from '../../../harness/rollout-world.ts'

const policy = { bakeSeconds: 60, takeSeconds: 120, lookSeconds: 30, carrier: 'artefact' as const }
const artefact = (letter: string) => ({ artefact: `sha256:${letter.repeat(64)}` })

describe('a model that travels alone', () => {
  let world: RolloutWorld
  before(async () => {
    world = await startWorld({ devices: 6, policy })
    world.hears = () => false
    await world.base('a')
  })
  after(() => world.close())

  const modelsOf = async () => {
    await world.fleet.settle()
    return [...new Set((await world.ports.deviceStates.list(site)).map(({ module }) => module?.model?.version))]
  }

  test('gets into the modules that run, ring by ring, and out again, and no image is touched', async () => {
    const rollout = await world.start(await world.release('b', 'good', artefact('b')))
    const end = await world.run(rollout)
    assert.equal(end.state, 'completed')
    assert.deepEqual([await modelsOf(), world.having('a').length], [['b'], 6])
    await rollBack(world.ports, { site, id: rollout.id, who: 'ada', reason: 'it sees ghosts' })
    await world.run(rollout)
    const states = await world.ports.deviceStates.list(site)
    assert.ok(states.every(({ desiredModel }) => desiredModel === undefined))
  })

  test('is halted when the module refuses it, which goes on with the one before', async () => {
    const rollout = await world.start(await world.release('c', 'wrong-labels', artefact('c')))
    const end = await world.run(rollout)
    assert.deepEqual([end.state, end.ring, end.endedBy], ['rolled-back', 0, 'system'])
    assert.match(end.reason ?? '', /refuses the model/)
  })

  test('does not get in the way of an image that comes after it', async () => {
    const alone = await world.start(await world.release('d', 'good', artefact('d')))
    await world.run(alone)
    const { version } = await world.ports.rollouts.policy(site)
    await world.ports.rollouts.savePolicy(site, RolloutPolicy.parse({ ...policy, carrier: 'image' }), version)
    const rollout = await world.start(await world.release('e', 'good', artefact('e')))
    assert.equal((await world.run(rollout)).state, 'completed')
    assert.deepEqual([await modelsOf(), world.having('e').length], [['e'], 6])
  })

  test('commissioning the site anew with the model in force brings new code to every device', async () => {
    const model = (await world.ports.models.champion(site))!.value.model
    assert.equal(model.version, 'e')
    const release = await world.release('f', 'good', { model, commissionedBy: 'ada', ...artefact('e') })
    await applyBase(world.ports, release)
    await world.fleet.settle()
    assert.equal(world.having('f').length, 6)
    const left = (await world.ports.deployments.list()).filter(({ targetCondition }) => targetCondition === `tags.site = '${site}'`)
    assert.deepEqual(
      left.map(({ labels }) => `${labels['kind']} ${labels['release']}`),
      [`base ${release.id}`],
    )
    assert.equal((await world.ports.models.champion(site))?.value.release, release.id)
  })
})
