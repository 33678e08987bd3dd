import { Camera } from '../../shared/domain/fleet.ts'
import { monitors } from '../../shared/domain/monitor-defaults.ts'
import type { MonitorKind, MonitorSettings } from '../../shared/domain/monitor-policy.ts'
import { Rollout, RolloutPolicy } from '../../shared/domain/rollout.ts'
import type { Ports } from '../../shared/ports.ts'
import { createMailbox } from './mailbox.ts'
import { healthMessage } from './sample-messages.ts'
import { createTestApp, testConfig } from './test-app.ts'

export const startedAtMs = Date.parse('2026-11-20T08:00:00.000Z')
export const minute = (count: number) => new Date(startedAtMs + count * 60_000)

/**
 * A plant on real storage with one device and two cameras. What is pushed to its twin is remembered in storage, so that
 * whoever goes on after a kill sees it; mails are counted.
 */
export async function createMonitoredPlant(connectionString: string, site: string, overrides: Partial<Ports> = {}) {
  let now = minute(0)
  const { mails, senders } = createMailbox()
  const device = `${site}-edge`
  const begun = new Set<string>()
  const ports: Ports = await createTestApp(
    connectionString,
    {
      clock: () => now,
      alertSenders: senders,
      // Plants of other tests send at the same hour.
      alertSettings: { ...testConfig(connectionString).alerts, emailQuota: { perMinute: 1000, perHour: 1000 } },
      deployments: { put: async () => {}, remove: async () => {}, list: async () => [] },
      twins: {
        register: async () => {},
        forget: async () => {},
        read: async () => undefined,
        push: async (id, { cameras }) => {
          const rates = Object.values(cameras).map(({ framesPerSecond }) => framesPerSecond)
          const known = await ports.alertLimits.read(site, `twin-${id}`)
          await ports.alertLimits.write(site, `twin-${id}`, JSON.stringify([...JSON.parse(known?.value ?? '[]'), rates]), known?.version)
        },
      },
      orchestrations: {
        start: async (_, id) => void begun.add(id),
        wake: async () => {},
        status: async (id) => (begun.has(id) ? { state: 'running', custom: undefined, output: undefined } : undefined),
      },
      ...overrides,
    },
    [],
  )
  // Plants of other tests lie in the same storage.
  const rosters = { ...ports.rosters, listSites: async () => [{ id: site, name: 'Plant', timeZone: 'UTC' }] }
  const plant = {
    ...{ site, device, mails },
    ports: { ...ports, rosters } as Ports,
    setMinute(count: number): void {
      now = minute(count)
    },
    async found(): Promise<void> {
      await ports.rosters.saveSite({ id: site, name: 'Plant', timeZone: 'UTC' })
      const recipient = { site, name: 'On call', quietHours: [], enabled: true, routes: [] }
      await ports.rosters.saveRecipient({ ...recipient, id: 'operator', email: 'operator@example.com', topics: ['operations'] })
      await ports.devices.save({ id: device, site, name: device })
      for (const [id, framesPerSecond] of [
        ['gate', 10],
        ['belt', 1],
      ] as const)
        await ports.fleet.saveCamera(
          Camera.parse({ id: `${site}-${id}`, site, device, name: id, settings: { source: 'file:line.mp4', framesPerSecond } }),
        )
    },
    async saysHealth(count: number, more: object = {}): Promise<void> {
      const message = { ...healthMessage({ device, seq: count }), at: minute(count).toISOString(), ...more }
      await ports.devices.saveHealth({ device, receivedAt: minute(count).toISOString(), message, clockSkewMs: 0 })
    },
    async bind(kind: MonitorKind, settings: Partial<MonitorSettings>, at = site): Promise<void> {
      const { value, version } = await ports.monitors.policy(at)
      const all = { ...value.monitors, [kind]: { ...monitors[kind].defaults, ...settings } }
      await ports.monitors.savePolicy(at, { revision: value.revision + 1, monitors: all }, version)
    },
    async startRollout(): Promise<Rollout> {
      const ring = { name: 'all', devices: 1, startedAt: minute(0).toISOString(), well: 0, failed: 0, away: 0 }
      const rollout = Rollout.parse({
        ...{ id: `${site}-1`, site, release: `${site}-release`, policy: RolloutPolicy.parse({}), policySha256: 'a'.repeat(64) },
        ...{ state: 'running', ring: 0, rings: [ring], startedAt: minute(0).toISOString(), startedBy: 'timer' },
      })
      await ports.rollouts.save(rollout, undefined)
      return rollout
    },
    /** Frames a second of the cameras, as the device was told one after the other. */
    async pushed(): Promise<number[][]> {
      return JSON.parse((await ports.alertLimits.read(site, `twin-${device}`))?.value ?? '[]')
    },
    async audited(): Promise<string[]> {
      return (await ports.audit.read({ site, from: 1, limit: 500 })).entries.map(({ action }) => action)
    },
  }
  return plant
}

export type MonitoredPlant = Awaited<ReturnType<typeof createMonitoredPlant>>
