import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Fault } from '../../../../shared/domain/faults.ts'
import type { Release } from '../../../../shared/domain/release.ts'
import { isActive } from '../../../../shared/domain/rollout.ts'
import { applyBase } from '../../../../shared/operations/apply-base.ts'
import { haltRollout, resumeRollout, rollBack } from '../../../../shared/operations/command-rollout.ts'
import { lookAtRollout } from '../../../../shared/operations/look-at-rollout.ts'
import { startRollout } from '../../../../shared/operations/start-rollout.ts'
import { withdrawRevoked } from '../../../../shared/operations/withdraw-revoked.ts'
import { createMemoryPlant } from '../../../harness/memory-plant.ts'

const site = 'plant-1'
const createdAt = '2026-11-20T00:00:00.000Z'
const releases = ['0', '1', '2', '3'].map((digit): Release => {
  const model = { name: site, version: digit, digest: digit.repeat(64) }
  return {
    ...{ id: `rel-${digit}`, site, model, runtime: '1', state: 'ready', repository: 'app', builds: [], images: [] },
    ...{ index: `sha256:${digit.repeat(64)}`, createdAt },
  }
})
const count = 12
const shares = [0.01, 0.1, 0.5, 1]
const most = [1, 2, 6, 12]
const policy = { bakeSeconds: 60, takeSeconds: 120, lookSeconds: 30, rings: shares.map((share, ring) => ({ name: `ring-${ring}`, share })) }

type Plant = ReturnType<typeof createMemoryPlant>
type Command = readonly [
  name: 'start' | 'halt' | 'resume' | 'roll-back' | 'look' | 'twice' | 'go-on' | 'device' | 'crash' | 'revoke',
  which: number,
]

const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom('look' as const, 'go-on' as const), fc.nat(5)) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('start' as const, 'device' as const, 'twice' as const), fc.nat(count - 1)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('halt' as const, 'resume' as const, 'roll-back' as const), fc.nat(3)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('crash' as const, 'revoke' as const, 'start' as const, 'start' as const), fc.nat(count - 1)),
  },
)

/** A command that the rules refuse changes nothing; anything but a refusal is a mistake. */
async function tryTo(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Fault) || (error.kind !== 'conflict' && error.kind !== 'invalid')) throw error
  }
}

async function give(plant: Plant, [name, which]: Command): Promise<void> {
  const { ports, devices } = plant
  const [active] = plant.rollouts().filter(({ state }) => isActive(state))
  const newest = active ?? plant.rollouts().at(-1)
  const said = newest && { site, id: newest.id, who: 'ada', reason: 'said so' }
  const device = devices[which % count]!
  if (name === 'start') return tryTo(() => startRollout(ports, { site, release: releases[1 + (which % 3)]!.id, startedBy: 'ada' }))
  if (name === 'device') {
    device.isOnline = !device.isOnline
    return plant.settle()
  }
  if (name === 'crash') {
    device.restarts += 3
    return
  }
  if (name === 'revoke') {
    plant.revoked.add(releases[1 + (which % 3)]!.model!.digest)
    await withdrawRevoked(ports)
    return plant.settle()
  }
  if (newest === undefined || said === undefined) return
  if (name === 'halt') return tryTo(() => haltRollout(ports, said))
  if (name === 'resume') return tryTo(() => resumeRollout(ports, said))
  if (name === 'roll-back') return tryTo(() => rollBack(ports, said))
  const look = () => lookAtRollout(ports, { site, rollout: newest.id })
  for (let looks = 0; looks <= (name === 'go-on' ? which : 0); looks++) {
    await Promise.all(name === 'twice' ? [look(), look()] : [look()])
    plant.settle()
    if (name !== 'look') plant.pass(45)
  }
}

/** What must hold after every command, whatever came before it. */
function hold(plant: Plant, taggedBefore: ReadonlySet<string>): void {
  const { devices, revoked } = plant
  const active = plant.rollouts().filter(({ state }) => isActive(state))
  assert.ok(active.length <= 1, 'one at a time')
  const bases = [...plant.configurations.values()].filter(({ labels }) => labels['kind'] === 'base')
  assert.equal(bases.length, 1, 'there is always a base')
  const priorities = [...plant.configurations.values()].map(({ priority }) => priority)
  assert.equal(new Set(priorities).size, priorities.length, 'priorities are unique')
  for (const { release, state, ring } of active) {
    const tagged = devices.filter((device) => device.release === release).map(({ id }) => id)
    if (state === 'running') assert.ok(tagged.length <= most[ring]!, `${tagged.length} devices in ring ${ring}`)
    // A halt that came before a look is a halt before its tags.
    if (state === 'halted' || state === 'paused')
      assert.ok(
        tagged.every((device) => taggedBefore.has(device)),
        'nobody is told after a halt',
      )
  }
  for (const { id, isOnline, image } of devices)
    if (isOnline) assert.ok(![...revoked].some((digest) => image.endsWith(digest)), `${id} runs a revoked model`)
}

/** However it went: with time, no rollout stays halfway by itself, and what was taken back is nowhere. */
async function comeToRest(plant: Plant): Promise<void> {
  for (const device of plant.devices) Object.assign(device, { isOnline: true, restarts: 0 })
  plant.settle()
  for (let looks = 0; looks < 60; looks++) {
    const [active] = plant.rollouts().filter(({ state }) => isActive(state))
    if (active === undefined || (active.state === 'halted' && active.endedBy === 'ada')) break
    await give(plant, ['look', 0])
    plant.pass(31)
  }
  for (const { id, state, endedBy, release } of plant.rollouts()) {
    assert.ok(!isActive(state) || (state === 'halted' && endedBy === 'ada'), `${id} is ${state}`)
    const layers = [...plant.configurations.values()].filter(({ labels }) => labels['release'] === release && labels['kind'] === 'layer')
    const isLast = plant.rollouts().findLast((each) => each.release === release)?.id === id
    if (state === 'rolled-back' && isLast)
      assert.deepEqual([layers, plant.devices.filter((device) => device.release === release)], [[], []])
  }
  for (const device of plant.devices) assert.equal(device.image, plant.wantedOf(device))
}

test('whatever people, devices and time do in whatever order, a release never reaches more devices than its ring', async () => {
  const property = fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: 40, size: 'max' }), async (given) => {
    const plant = createMemoryPlant(policy, releases, count)
    await applyBase(plant.ports, releases[0]!)
    plant.settle()
    for (const command of given) {
      const tagged = new Set(plant.devices.filter(({ release }) => release !== undefined).map(({ id }) => id))
      await give(plant, command)
      const mayTell = ['look', 'twice', 'go-on'].includes(command[0])
      hold(plant, mayTell ? new Set(plant.devices.map(({ id }) => id)) : tagged)
    }
    await comeToRest(plant)
  })
  await fc.assert(property, { numRuns: 200, seed: 20_261_120 })
})
