import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import iotDevice from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { systemClock } from '../shared/domain/clock.ts'
import { EdgeSettings } from '../shared/domain/edge-settings.ts'
import { createAlarmOutput } from './alarm/alarm-output.ts'
import { startCamera } from './camera/start-camera.ts'
import type { EdgeConfig } from './config.ts'
import { createDirectMethods } from './direct-methods.ts'
import { drainMedia } from './hub/drain-media.ts'
import { drainMessages } from './hub/drain-messages.ts'
import { openModuleLink } from './hub/module-link.ts'
import { createUploader } from './hub/uploader.ts'
import { keepDetecting } from './keep-detecting.ts'
import type { Log } from './log.ts'
import { mediaLanes, openOutbox } from './outbox/outbox.ts'
import { createHealthReader } from './read-health.ts'
import { runCameras } from './run-cameras.ts'
import { startScoring } from './scoring/start-scoring.ts'
import { followSettings } from './settings/follow-settings.ts'
import { resolveSource } from './settings/resolve-source.ts'
import { createCloudTeller } from './tell-cloud.ts'
import { openVideoEngine } from './video/open-video-engine.ts'
import { createDetector } from './vision/detector.ts'
import { loadModel } from './vision/load-model.ts'

export interface RunningModule {
  readonly scoringUrl: string
  /** Finishes what is open, hands it to the disk and lets go. */
  close(): Promise<void>
}

const stateCheckMs = 1000
// In force until a twin or an earlier run says otherwise.
const noSettings = EdgeSettings.parse({ schema: 1, cameras: {}, rules: {} })
// Of the eight seconds that a stop may take.
const camerasCloseMs = 5000
const drainStopMs = 1000

/** Wires the module and starts it. Watching begins at once, with or without a network. Faults when the model or a setting is wrong. */
export async function startModule(config: EdgeConfig, log: Log): Promise<RunningModule> {
  const { device } = config
  const alarm = createAlarmOutput(config.alarm, log)
  const engine = openVideoEngine(config.videoEngine)
  const camerasFolder = join(config.dataFolder, 'cameras')
  const outbox = openOutbox({
    folder: join(config.dataFolder, 'outbox'),
    mediaFolder: camerasFolder,
    quotaBytes: config.quotaBytes,
    onTrouble: (trouble) => (trouble ? log('error', 'disk-refuses', { ...trouble }) : log('info', 'disk-takes-again')),
  })
  const detector = await keepDetecting({
    create: async (thresholds) => createDetector(await loadModel(config.modelFolder), { thresholds, threads: config.inferenceThreads }),
    log,
  })
  const uploader =
    config.uploadConnectionString === undefined
      ? undefined
      : createUploader({
          device,
          connectionString: config.uploadConnectionString,
          ca: config.caFile && readFileSync(config.caFile, 'utf8'),
          blobEndpoint: config.blobEndpoint,
        })
  const teller = createCloudTeller({ device, outbox, clock: systemClock, pathOf: uploader?.pathOf })
  const cameras = runCameras(
    (camera, plan) =>
      startCamera({
        ...{ device, camera, ...plan, detector, engine, clock: systemClock },
        folder: join(camerasFolder, camera),
        resolveSource: (settings) => resolveSource(settings, { videos: config.videoFolder, secrets: config.secretsFolder }),
        events: {
          ...teller,
          onAlarm: (event) => alarm.fire({ device, ...event, at: systemClock().toISOString() }),
          onIncident: (event) => {
            teller.onIncident(event)
            log('info', `incident-${event.phase}`, { camera: event.camera, rule: event.rule, incident: event.incident })
          },
        },
      }),
    log,
  )
  const health = createHealthReader({ cameras, detector, outbox, moduleVersion: config.moduleVersion })

  const settings = followSettings({
    file: join(config.dataFolder, 'settings.json'),
    generation: config.generation,
    log,
    apply: applySettings,
    report: (report) => link.report({ settings: report }),
  })

  async function applySettings({ thresholds, telemetry, ...rest }: EdgeSettings): Promise<void> {
    detector.setThresholds(thresholds)
    teller.setTelemetry(telemetry)
    scheduleHealth(telemetry.healthSeconds)
    await cameras.apply({ thresholds, telemetry, ...rest })
  }

  const link = openModuleLink({
    connect: () => iotDevice.ModuleClient.fromEnvironment(Mqtt),
    methods: createDirectMethods({ cameras, health: health.read, reloadModel: detector.reload }),
    onDesired: settings.onDesired,
    onConnected: () => {
      messages.wake()
      media?.resume()
    },
    log,
  })
  const messages = drainMessages(outbox, link)
  const media = uploader && drainMedia({ outbox, link, uploader, log })
  outbox.onAvailable((lane) => ((mediaLanes as readonly string[]).includes(lane) ? media?.wake() : messages.wake()))
  link.report({ model: detector.model, module: { version: config.moduleVersion, bootId: outbox.bootId } })

  let healthTimer: NodeJS.Timeout | undefined
  function scheduleHealth(seconds: number): void {
    clearInterval(healthTimer)
    healthTimer = setInterval(() => teller.onHealth(health.read()), seconds * 1000)
  }
  const stateTimer = setInterval(() => {
    const change = health.changedCameras()
    if (change !== undefined) link.report({ cameras: change, model: detector.model })
  }, stateCheckMs)

  await applySettings(settings.inForce ?? noSettings)
  const scoring = await startScoring({ ...config.scoring, detector, health: health.read })
  log('info', 'module-started', { device, model: detector.model, scoring: scoring.url })

  return {
    scoringUrl: scoring.url,
    async close() {
      clearInterval(healthTimer)
      clearInterval(stateTimer)
      await Promise.all([scoring.close(), atMost(cameras.close(), camerasCloseMs)])
      teller.flush()
      await Promise.all([atMost(messages.stop(), drainStopMs), media && atMost(media.stop(), drainStopMs)])
      await Promise.all([link.close(), uploader?.close(), outbox.close(), detector.close()])
    },
  }
}

function atMost(work: Promise<unknown>, ms: number): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms).unref())])
}
