import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningIotHub } from '../../local/iot-hub/start.ts'
import { openRegistry } from '../local/iot-hub/clients.ts'
import { holdConfinement, holdScoring, reportedBy } from './hold-module.ts'
import type { ImageConfig } from './image-store.ts'
import type { SamplePicture } from './sample-picture.ts'
import { type Container, startContainer, writeSecrets } from './start-container.ts'

export interface Trial {
  readonly hub: RunningIotHub
  /** Its device in the hub. */
  readonly device: string
  readonly root: string
  readonly config: ImageConfig
  /** For its volumes; empty. */
  readonly folder: string
  readonly film: Uint8Array
  readonly picture: SamplePicture
  /** Ends it at once. */
  readonly signal: AbortSignal
}

const mostMs = 1_200_000
const film = 'gate.mp4'
const settings = {
  schema: 1,
  cameras: { gate: { source: `file:${film}`, framesPerSecond: 1, recording: 'off' } },
  rules: {},
  telemetry: { healthSeconds: 1 },
}

/** Starts the image as a module of a new device, whose twin names a camera. */
async function startModule(trial: Trial): Promise<Container> {
  const { hub, device, root, config, folder } = trial
  const { modules } = await hub.ensureDevice(device, { modules: ['vision'] })
  const [data, secrets] = [join(folder, 'data'), join(folder, 'secrets')]
  mkdirSync(join(data, 'videos'), { recursive: true })
  writeFileSync(join(data, 'videos', film), trial.film)
  // A fresh volume belongs to whom its folder in the image belongs.
  await chown(data, 1000, 1000)
  writeSecrets(secrets, hub.certificateFile)
  await openRegistry(hub).updateModuleTwin(device, 'vision', { properties: { desired: settings } }, '*')
  const environment = {
    ...{ IOTEDGE_DEVICEID: device, EdgeHubConnectionString: modules['vision']!, EdgeModuleCACertificateFile: '/secrets/hub.pem' },
    SCORING_PORT: '0',
  }
  return startContainer({ root, config, environment, data, secrets })
}

/**
 * It connects, applies its twin, watches a film with the image's model, scores a picture, answers health checks and stops
 * when it is told to.
 *
 * @returns how long it took to start, and how much it saw in the picture
 */
export async function tryImage(trial: Trial, version: string) {
  const begun = performance.now()
  const container = await startModule(trial)
  // Under emulation it takes a minute; what takes many hangs.
  const end = () => container.module.child.kill('SIGKILL')
  const impatience = setTimeout(end, mostMs)
  trial.signal.addEventListener('abort', end)
  try {
    const url = String((await container.module.until('module-started'))['scoring'])
    const seconds = Math.round((performance.now() - begun) / 1000)
    const { hub, device, config } = trial
    const reported = await reportedBy(hub, device, container, ({ cameras }) => cameras?.['gate']?.state === 'live')
    assert.equal(reported.settings?.status, 'applied')
    assert.equal(reported.model?.name, 'line-starter')
    assert.equal(reported.module?.version, version)
    await holdConfinement(container)
    const seen = await holdScoring(url, trial.picture)
    const health = (await (await fetch(`${url}/healthz`)).json()) as { state: string; problem?: string }
    assert.deepEqual([health.state, health.problem], ['ok', undefined])
    // The image's own question, with the port that this module has.
    await container.execute(['env', `SCORING_PORT=${new URL(url).port}`, ...config.Healthcheck!.Test.slice(1)])
    container.stop()
    assert.equal(await container.module.exited, 0)
    return { 'seconds to start': seconds, detections: seen.length }
  } finally {
    clearTimeout(impatience)
    trial.signal.removeEventListener('abort', end)
    end()
    await container.module.exited
  }
}
