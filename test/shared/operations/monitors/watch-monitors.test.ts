import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../../local/azurite/start.ts'
import { Fault } from '../../../../shared/domain/faults.ts'
import type { Notice } from '../../../../shared/domain/notice.ts'
import type { Principal } from '../../../../shared/domain/person.ts'
import { haltRollout, resumeRollout } from '../../../../shared/operations/command-rollout.ts'
import { undoAction } from '../../../../shared/operations/monitors/undo-action.ts'
import { watchMonitors } from '../../../../shared/operations/monitors/watch-monitors.ts'
import type { Ports } from '../../../../shared/ports.ts'
import { createMonitoredPlant, type MonitoredPlant, minute } from '../../../harness/monitored-plant.ts'
import { bindActions, lastMinute, play } from './full-disk.ts'

const engineer: Principal = { id: 'engineer-1', name: 'Engineer', roles: ['iot-engineer'], sites: 'all' }

describe('the monitors of a plant', () => {
  let azurite: RunningAzurite
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())

  async function open(site: string, overrides: Partial<Ports> = {}): Promise<MonitoredPlant> {
    const plant = await createMonitoredPlant(azurite.connectionString, site, overrides)
    await plant.found()
    return plant
  }
  const noticesOf = async ({ ports, site }: MonitoredPlant): Promise<readonly Notice[]> =>
    (await ports.notices.list({ sites: [site], state: 'all', limit: 20 })).items
  async function look(plant: MonitoredPlant, from: number, to: number, health = false): Promise<void> {
    for (let count = from; count <= to; count += 2) {
      plant.setMinute(count)
      if (health) await plant.saysHealth(count)
      await watchMonitors(plant.ports)
    }
  }

  it('notice a device that falls silent and one that never spoke, tell once, and see it come back', async () => {
    const plant = await open('silent')
    await plant.ports.devices.save({ id: 'silent-new', site: 'silent', name: 'new' })
    await look(plant, 1, 5, true)
    assert.deepEqual(await noticesOf(plant), [])
    await look(plant, 7, 15)
    const found = await noticesOf(plant)
    assert.deepEqual(found.map(({ kind, subject, state }) => [kind, subject, state]).sort(), [
      ['device-silent', 'device/silent-edge', 'open'],
      ['device-silent', 'device/silent-new', 'open'],
    ])
    const edge = found.find(({ subject }) => subject.endsWith('edge'))!
    assert.ok(Date.parse(edge.openedAt) <= minute(5 + 5 + 2 + 4).getTime(), edge.openedAt)
    assert.equal(edge.evidence[0]?.value, 10)
    assert.ok((edge.evidence[0]?.points?.length ?? 0) >= 3)
    assert.equal(plant.mails.length, 2)
    await look(plant, 17, 23, true)
    assert.equal((await noticesOf(plant)).find(({ subject }) => subject.endsWith('edge'))?.state, 'cleared')
    assert.equal(plant.mails.length, 2)
  })

  it('see one thing where half of the plant is silent, and halt the rollout that may be why', async () => {
    const plant = await open('storm')
    for (const id of ['a', 'b', 'c']) {
      await plant.ports.devices.save({ id: `storm-${id}`, site: 'storm', name: id })
      await plant.ports.devices.saveHealth({
        device: `storm-${id}`,
        receivedAt: minute(0).toISOString(),
        clockSkewMs: 0,
        message: { ...(await healthOf(plant)), device: `storm-${id}` },
      })
    }
    await plant.startRollout()
    await look(plant, 1, 13, true)
    assert.deepEqual(
      (await noticesOf(plant)).map(({ kind, severity, actions }) => [
        kind,
        severity,
        actions.map(({ kind: what, state }) => `${what} ${state}`),
      ]),
      [['fleet-silent', 'critical', ['halt-rollout done']]],
    )
    assert.equal((await plant.ports.rollouts.find('storm', 'storm-1'))?.value.state, 'halted')
  })

  it('lower the frame rate of a device once, and give it back when there is room again', async () => {
    const plant = await open('full')
    await bindActions(plant)
    for (let count = 0; count <= 2; count++) await play(plant, count)
    assert.deepEqual(await plant.pushed(), [[1, 5]])
    // What people set stays what they set, and what they change meanwhile counts afterwards.
    const gate = (await plant.ports.fleet.cameras('full')).find(({ id }) => id === 'full-gate')!
    assert.equal(gate.settings.framesPerSecond, 10)
    await plant.ports.fleet.saveCamera({ ...gate, settings: { ...gate.settings, framesPerSecond: 8 } })
    for (let count = 3; count <= lastMinute; count++) await play(plant, count)
    assert.deepEqual((await plant.pushed()).at(-1), [1, 8])
    const [notice] = await noticesOf(plant)
    assert.deepEqual(
      notice?.actions.map(({ target, state, before, after }) => [target, state, before, after]),
      [
        ['camera/full-belt', 'needless', '1', '1'],
        ['camera/full-gate', 'undone', '10', '5'],
        ['site/full', 'needless', '-', 'halted'],
      ],
    )
  })

  it('do not do again what a person has taken back', async () => {
    const plant = await open('undone')
    await bindActions(plant)
    await plant.startRollout()
    for (let count = 0; count <= 1; count++) await play(plant, count)
    const [notice] = await noticesOf(plant)
    for (const { id, state } of notice!.actions.filter(({ state }) => state === 'done')) {
      assert.equal(state, 'done')
      await undoAction(plant.ports, engineer, notice!.id, id)
      await undoAction(plant.ports, engineer, notice!.id, id)
    }
    await play(plant, 2)
    const [after] = await noticesOf(plant)
    assert.deepEqual(
      after?.actions.map(({ state, undoneBy }) => [state, undoneBy]),
      [
        ['needless', undefined],
        ['undone', 'engineer-1'],
        ['undone', 'engineer-1'],
      ],
    )
    assert.deepEqual(await plant.pushed(), [
      [1, 5],
      [1, 10],
    ])
    assert.equal((await plant.ports.rollouts.find('undone', 'undone-1'))?.value.state, 'running')
    assert.deepEqual(
      (await plant.audited()).filter((action) => action.startsWith('monitor-')),
      ['monitor-action-done', 'monitor-action-done', 'monitor-action-undone', 'monitor-action-undone'],
    )
    await assert.rejects(undoAction(plant.ports, engineer, notice!.id, 'halt-rollout rollout/other'), /no such/)
  })

  it('leave a rollout alone that a person has halted, or let go on', async () => {
    const plant = await open('persons')
    await bindActions(plant)
    await plant.startRollout()
    const request = { site: 'persons', id: 'persons-1', who: 'engineer-1', reason: 'let us see' }
    await haltRollout(plant.ports, request)
    for (let count = 0; count <= 1; count++) await play(plant, count)
    const [notice] = await noticesOf(plant)
    assert.deepEqual(notice?.actions.at(-1)?.state, 'needless')
    await resumeRollout(plant.ports, request)
    await play(plant, 2)
    assert.equal((await plant.ports.rollouts.find('persons', 'persons-1'))?.value.state, 'running')
  })

  it('finish what a service that was away kept from being done, and look at the rest meanwhile', async () => {
    let isAway = true
    const plant = await open('hub')
    const push = plant.ports.twins.push
    const twins = {
      ...plant.ports.twins,
      push: async (...given: Parameters<typeof push>) => {
        if (isAway) throw new Fault('iot-hub-unavailable')
        return push(...given)
      },
    }
    const deployments = {
      ...plant.ports.deployments,
      list: async () => {
        throw new Fault('iot-hub-unavailable')
      },
    }
    const ports = { ...plant.ports, twins, deployments }
    await bindActions(plant)
    const failures: string[] = []
    for (let count = 0; count <= 5; count++) {
      plant.setMinute(count)
      await plant.saysHealth(count, { diskUsedBytes: 950_000 })
      for (const watched of await watchMonitors(ports)) failures.push(...watched.failures.map(({ what }) => what))
      if (count === 3) isAway = false
    }
    assert.ok(failures.includes('deployments') && failures.includes('device/hub-edge'), String(failures))
    assert.deepEqual(await plant.pushed(), [[1, 5]])
    assert.equal((await noticesOf(plant))[0]?.actions.find(({ target }) => target === 'camera/hub-gate')?.state, 'done')
  })

  it('that two instances look through at once are as one', async () => {
    const plant = await open('twice')
    await bindActions(plant)
    for (let count = 0; count <= 3; count++) {
      plant.setMinute(count)
      await plant.saysHealth(count, { diskUsedBytes: 900_000 })
      const watched = await Promise.all([watchMonitors(plant.ports), watchMonitors(plant.ports)])
      assert.deepEqual(
        watched.flat().flatMap(({ failures }) => failures),
        [],
      )
    }
    assert.equal((await noticesOf(plant)).length, 1)
    assert.ok((await plant.pushed()).every((rates) => String(rates) === '1,5'))
    assert.equal((await plant.ports.fleet.caps('twice')).length, 1)
    assert.equal(plant.mails.length, 1)
  })

  it('notice a rollout that does not get on, but not one whose ring is watched as its policy says', async () => {
    const plant = await open('stuck')
    const rollout = await plant.startRollout()
    const takesMinutes = (rollout.policy.bakeSeconds + rollout.policy.takeSeconds) / 60
    for (const count of Array.from({ length: 29 }, (_, index) => index * 5)) await look(plant, count, count, true)
    assert.equal(takesMinutes, 75)
    const [notice] = await noticesOf(plant)
    assert.equal(notice?.subject, 'rollout/stuck-1')
    assert.ok(
      Date.parse(notice!.openedAt) >= minute(75 + 60).getTime() && Date.parse(notice!.openedAt) <= minute(75 + 60 + 2 + 10).getTime(),
      notice?.openedAt,
    )
  })

  async function healthOf(plant: MonitoredPlant) {
    await plant.saysHealth(0)
    return (await plant.ports.devices.health(plant.device))!.message
  }
})
