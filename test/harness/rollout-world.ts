import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { startAzurite } from '../../local/azurite/start.ts'
import { startIotHub } from '../../local/iot-hub/start.ts'
import { createIotHubDeployments } from '../../shared/adapters/iot-hub-deployments.ts'
import { createIotHubDeviceStates } from '../../shared/adapters/iot-hub-device-states.ts'
import { createIotHubRegistry } from '../../shared/adapters/iot-hub-registry.ts'
import { HealthMessage } from '../../shared/domain/messages.ts'
import type { Release } from '../../shared/domain/release.ts'
import { planRings } from '../../shared/domain/ring-plan.ts'
import { type Rollout, RolloutPolicy } from '../../shared/domain/rollout.ts'
import { applyBase } from '../../shared/operations/apply-base.ts'
import { lookAtRollout } from '../../shared/operations/look-at-rollout.ts'
import { startRollout } from '../../shared/operations/start-rollout.ts'
import type { Ports } from '../../shared/ports.ts'
import { type Behaviour, type SimulatedPackage, startFleet } from './simulated-fleet.ts'
import { createTestApp } from './test-app.ts'
import { createVirtualClock } from './virtual-clock.ts'

export const site = 'plant-1'

export interface WorldOptions {
  readonly devices: number
  readonly policy?: Partial<RolloutPolicy>
  readonly overrides?: Partial<Ports>
}

export type RolloutWorld = Awaited<ReturnType<typeof startWorld>>

/** A plant on the local hub with real storage behind it: releases are rows, devices take them by the device SDK, and time is moved. */
export async function startWorld({ devices: count, policy = {}, overrides = {} }: WorldOptions) {
  const [azurite, hub] = await Promise.all([startAzurite(), startIotHub()])
  setDefaultCACertificates([...getCACertificates(), readFileSync(hub.certificateFile, 'utf8')])
  const clock = createVirtualClock()
  // A minute of the hub's quota passes in a fifth of a second: time is not real here.
  const quotas = { deployments: { count: 20, perMs: 200 }, twinUpdates: { count: 50, perMs: 5 } }
  const registry = createIotHubRegistry({ connectionString: hub.serviceConnectionString }, quotas, 10)
  const begun: string[] = []
  const orchestrations: Ports['orchestrations'] = {
    start: async (_, id) => void begun.push(id),
    wake: async () => {},
    status: async (id) => (begun.includes(id) ? { state: 'running', custom: undefined, output: undefined } : undefined),
  }
  const ports = await createTestApp(azurite.connectionString, {
    ...{ clock: clock.now, orchestrations, deviceStates: createIotHubDeviceStates(registry) },
    ...{ deployments: createIotHubDeployments(registry), ...overrides },
  })
  const packages = new Map<string, SimulatedPackage>()
  const fleet = await startFleet({
    ...{ hub, clock, count, site, packages },
    deliver: async (events) => {
      const messages = events.map(({ body }) => HealthMessage.parse(JSON.parse(Buffer.from(body).toString())))
      const heard = messages.filter(({ device }) => world.hears(device))
      await Promise.all(
        heard.map((message) => ports.healthHistory.add({ device: message.device, receivedAt: message.at, message, clockSkewMs: 0 })),
      )
    },
    refuses: (device, image) => world.refuses(device, image),
  })
  await ports.rosters.saveSite({ id: site, name: 'Plant 1', timeZone: 'Europe/Berlin' })
  await ports.rollouts.savePolicy(site, RolloutPolicy.parse({ bakeSeconds: 240, lookSeconds: 60, ...policy }), undefined)

  const world = {
    ...{ azurite, hub, clock, ports, fleet, begun },
    /** Whose health messages are kept: with a hundred devices most of them say the same. */
    hears: (_device: string): boolean => true,
    refuses: (_device: string, _image: string): boolean => false,
    /** A release that is ready, whose model behaves so. `letter` is a hex digit: its digests are made of it. */
    async release(letter: string, behaviour: Behaviour = 'good', more: Partial<Release> = {}): Promise<Release> {
      const index = `sha256:${letter.repeat(64)}`
      const model = { name: site, version: letter, digest: letter.repeat(64) }
      const release: Release = {
        ...{
          id: `rel-${letter.repeat(16)}`,
          site,
          model,
          runtime: '1',
          state: 'ready',
          repository: 'sightloop/plant-1',
          builds: [],
          images: [],
        },
        ...{ index, createdAt: clock.now().toISOString(), readyAt: clock.now().toISOString(), ...more },
      }
      packages.set(index, { model: release.model, behaviour })
      if (release.artefact !== undefined && release.model !== undefined)
        packages.set(release.model.digest, { model: release.model, behaviour })
      await ports.releases.save(release, undefined)
      return release
    },
    async base(letter = 'a'): Promise<Release> {
      const release = await world.release(letter)
      await applyBase(ports, release)
      await fleet.settle()
      return release
    },
    start: ({ id }: Release) => startRollout(ports, { site, release: id, startedBy: 'ada' }),
    look: (rollout: Rollout) => lookAtRollout(ports, { site, rollout: rollout.id }),
    read: async (rollout: Rollout) => (await ports.rollouts.find(site, rollout.id))!.value,
    /** The ring of each device, as a rollout that begins now would plan it. */
    async plan(): Promise<ReadonlyMap<string, number>> {
      const states = await ports.deviceStates.list(site)
      const { value } = await ports.rollouts.policy(site)
      const candidates = states.map(({ device, isConnected }) => ({ device, isConnected, ring: undefined }))
      return planRings(site, candidates, value.rings)
    },
    /** Devices whose runtime has this image. */
    having: (letter: string): readonly string[] =>
      fleet.devices.filter(({ module }) => module.image.endsWith(letter.repeat(64))).map(({ id }) => id),
    /** Looks, lets devices follow, and moves the clock, until the rollout is over or `isEnough` says so. */
    async run(rollout: Rollout, isEnough: (rollout: Rollout) => boolean | Promise<boolean> = () => false, most = 400): Promise<Rollout> {
      for (let looks = 0; looks < most; looks++) {
        const { isOver } = await world.look(rollout)
        await fleet.settle()
        const now = await world.read(rollout)
        if (isOver || (await isEnough(now))) return now
        await fleet.advance(now.policy.lookSeconds)
      }
      throw new Error(`${rollout.id} is not over after ${most} looks: ${JSON.stringify(await world.read(rollout))}`)
    },
    async close() {
      await fleet.close()
      await Promise.all([hub.close(), azurite.close()])
    },
  }
  return world
}
