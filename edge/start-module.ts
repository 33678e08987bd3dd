import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import iotDevice from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { systemClock } from '../shared/domain/clock.ts'
import type { CameraSettings, EdgeSettings } from '../shared/domain/edge-settings.ts'
import { createDetector } from '../shared/vision/detector.ts'
import { loadModel } from '../shared/vision/load-model.ts'
import { keepModels } from './admission/keep-models.ts'
import { openRegistry } from './admission/registry-access.ts'
import { createAlarmOutput } from './alarm/alarm-output.ts'
import { startCamera } from './camera/start-camera.ts'
import { trySource } from './camera/try-source.ts'
import type { EdgeConfig } from './config.ts'
import { createDirectMethods } from './direct-methods.ts'
import { drainMedia } from './hub/drain-media.ts'
import { drainMessages } from './hub/drain-messages.ts'
import { openModuleLink } from './hub/module-link.ts'
import { createUploader } from './hub/uploader.ts'
import { keepDetecting } from './keep-detecting.ts'
import type { Log } from './log.ts'
import { createBehaviourMeter } from './measure-behaviour.ts'
import { mediaLanes, openOutbox } from './outbox/outbox.ts'
import { createHealthReader } from './read-health.ts'
import { createStateReporter } from './report-state.ts'
import { runCameras } from './run-cameras.ts'
import { createPictureOutlet } from './scoring/keep-picture.ts'
import { createOtherDetectors } from './scoring/other-detectors.ts'
import { startScoring } from './scoring/start-scoring.ts'
import { createScoreWatch } from './scoring/watch-scores.ts'
import { followSettings } from './settings/follow-settings.ts'
import { noSettings } from './settings/judge-settings.ts'
import { resolveSource } from './settings/resolve-source.ts'
import { createCloudTeller } from './tell-cloud.ts'
import { openVideoEngine } from './video/open-video-engine.ts'
import { toSource } from './video/to-source.ts'

export interface RunningModule {
  readonly scoringUrl: string
  /** Finishes what is open, hands it to the disk and lets go. */
  close(): Promise<void>
}

const stateCheckMs = 1000
// Of the eight seconds that a stop may take.
const camerasCloseMs = 5000
const drainStopMs = 1000
const judgeStopMs = 1000

/**
 * Wires the module and starts it. Watching begins at once, with or without a network, and recording also without a model:
 * one that is bad or missing is told, not fallen over. Faults when a setting is wrong.
 */
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
  const settings = followSettings({
    file: join(config.dataFolder, 'settings.json'),
    generation: config.generation,
    log,
    apply: applySettings,
    report: (report) => link.report({ settings: report }),
  })
  const models = await keepModels({
    imageFolder: config.modelFolder,
    shelfFolder: join(config.dataFolder, 'models'),
    publicKeys: config.modelPublicKeys,
    registry: config.modelRegistry && openRegistry(config.modelRegistry),
    wanted: settings.inForce?.model,
    codeVersion: config.moduleVersion,
    log,
    onChange: () => void detector.reload(),
  })
  const detector = await keepDetecting({
    create: async (thresholds) => {
      if (models.inForce === undefined) return undefined
      return createDetector(await loadModel(models.inForce.folder), { thresholds, threads: config.inferenceThreads })
    },
    onReplaced: fitCameras,
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
  const behaviour = createBehaviourMeter()
  const folders = { videos: config.videoFolder, secrets: config.secretsFolder }
  const addressOf = (settings: CameraSettings) => resolveSource(settings, folders)
  const cameras = runCameras(
    (camera, plan) =>
      startCamera({
        ...{ device, camera, ...plan, detector, engine, clock: systemClock },
        folder: join(camerasFolder, camera),
        resolveSource: addressOf,
        events: {
          ...teller,
          onFrame: (event) => {
            behaviour.onFrame(event)
            teller.onFrame(event)
          },
          onAlarm: (event) => alarm.fire({ device, ...event, at: systemClock().toISOString() }),
          onIncident: (event) => {
            behaviour.onIncident(event)
            teller.onIncident(event)
            log('info', `incident-${event.phase}`, { camera: event.camera, rule: event.rule, incident: event.incident })
          },
        },
      }),
    log,
  )
  const health = createHealthReader({ cameras, detector, models, behaviour, outbox, moduleVersion: config.moduleVersion })

  async function applySettings({ thresholds, telemetry, ...rest }: EdgeSettings): Promise<void> {
    models.want(rest.model)
    detector.setThresholds(thresholds)
    teller.setTelemetry(telemetry)
    scheduleHealth(telemetry.healthSeconds)
    await cameras.apply({ thresholds, telemetry, ...rest })
  }

  // Cameras decode in the size that the model wants.
  let inputOfCameras = JSON.stringify(detector.card?.input)
  function fitCameras(): void {
    const input = JSON.stringify(detector.card?.input)
    if (input !== inputOfCameras) void cameras.restart()
    inputOfCameras = input
  }

  async function reloadModel(): Promise<void> {
    await models.lookAgain()
    await detector.reload()
  }

  const link = openModuleLink({
    connect: () => iotDevice.ModuleClient.fromEnvironment(Mqtt),
    methods: createDirectMethods({
      cameras,
      health: health.read,
      reloadModel,
      trySource: (settings) => trySource(engine, toSource(addressOf(settings))),
    }),
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
  link.report({ module: { version: config.moduleVersion, bootId: outbox.bootId } })
  const reportState = createStateReporter({
    read: () => ({ model: detector.model, refused: models.refused, isBusy: behaviour.isBusy }),
    changedCameras: health.changedCameras,
    report: link.report,
    nowMs: () => systemClock().getTime(),
  })
  reportState()

  let healthTimer: NodeJS.Timeout | undefined
  function scheduleHealth(seconds: number): void {
    clearInterval(healthTimer)
    healthTimer = setInterval(() => teller.onHealth(health.readForMessage()), seconds * 1000)
  }
  const stateTimer = setInterval(reportState, stateCheckMs)

  await applySettings(settings.inForce ?? noSettings)
  const otherDetectors = createOtherDetectors(() => models.kept, config.inferenceThreads)
  const watchScores = createScoreWatch()
  const scoring = await startScoring({
    ...config.scoring,
    ...{ detector, otherDetectors, models: () => models.kept.map(({ model }) => model), health: health.read },
    pictures:
      uploader && createPictureOutlet({ device, folder: join(camerasFolder, '.sent'), cameras: () => [...cameras.running.keys()], teller }),
    onScore: (score, camera) => teller.onScore(score, camera, watchScores(camera, score.detections)),
  })
  log('info', 'module-started', { device, model: detector.model, scoring: scoring.url })

  return {
    scoringUrl: scoring.url,
    async close() {
      clearInterval(healthTimer)
      clearInterval(stateTimer)
      await Promise.all([scoring.close().then(otherDetectors.close), atMost(cameras.close(), camerasCloseMs)])
      teller.flush()
      await Promise.all([atMost(messages.stop(), drainStopMs), media && atMost(media.stop(), drainStopMs)])
      await Promise.all([link.close(), uploader?.close(), outbox.close(), detector.close(), atMost(models.close(), judgeStopMs)])
    },
  }
}

function atMost(work: Promise<unknown>, ms: number): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms).unref())])
}
