import { DefaultAzureCredential } from '@azure/identity'
import { createAcrImageBuilder } from './adapters/acr-image-builder.ts'
import { createAzureMlTrainer } from './adapters/azure-ml-trainer.ts'
import { createResourceManager } from './adapters/azure-resource-manager.ts'
import { createBlobClipStore } from './adapters/blob-clip-store.ts'
import { createBlobDatasetStore } from './adapters/blob-dataset-store.ts'
import { createBlobEvaluationStore } from './adapters/blob-evaluation-store.ts'
import { createBlobEvidenceStore } from './adapters/blob-evidence-store.ts'
import { createBlobExportStore } from './adapters/blob-export-store.ts'
import { createBlobFrameStore } from './adapters/blob-frame-store.ts'
import { createBlobImportStore } from './adapters/blob-import-store.ts'
import { createBlobInsightFiles } from './adapters/blob-insight-files.ts'
import { createBlobLeavingStore } from './adapters/blob-leaving-store.ts'
import { createBlobMediaLinks } from './adapters/blob-media-links.ts'
import { createBlobMediaStore } from './adapters/blob-media-store.ts'
import { createBlobMessageArchive } from './adapters/blob-message-archive.ts'
import { createBlobQuarantine } from './adapters/blob-quarantine.ts'
import { createBlobRawVideo } from './adapters/blob-raw-video.ts'
import { createBlobSpillStore } from './adapters/blob-spill-store.ts'
import { createBlobTrainingCache } from './adapters/blob-training-cache.ts'
import { createBlobVideoArchive } from './adapters/blob-video-archive.ts'
import { createEmailSender } from './adapters/communication-email-sender.ts'
import { createSmsSender } from './adapters/communication-sms-sender.ts'
import { noOrchestrations } from './adapters/durable-orchestrations.ts'
import { createEd25519ModelSigner } from './adapters/ed25519-model-signer.ts'
import { createIotHubDeployments } from './adapters/iot-hub-deployments.ts'
import { createIotHubDeviceMethods } from './adapters/iot-hub-device-methods.ts'
import { createIotHubDeviceStates } from './adapters/iot-hub-device-states.ts'
import { createIotHubDeviceTwins } from './adapters/iot-hub-device-twins.ts'
import { createIotHubRegistry } from './adapters/iot-hub-registry.ts'
import { createModelRunner } from './adapters/model-runner.ts'
import { createOciImageRegistry } from './adapters/oci-image-registry.ts'
import { describePicture, pictureBrightness } from './adapters/picture-describer.ts'
import { plainPicture } from './adapters/plain-picture.ts'
import { createQualityStore } from './adapters/quality-store.ts'
import { createSharpPictureCover } from './adapters/sharp-picture-cover.ts'
import { createStorage, type RetryOptions } from './adapters/storage.ts'
import { createStorageQueueStates } from './adapters/storage-queue-states.ts'
import { createStorageAlertQueue, createStorageComplianceQueue, createStorageUploadQueue } from './adapters/storage-queues.ts'
import { createStorageTime } from './adapters/storage-time.ts'
import { createTableAlertLimits } from './adapters/table-alert-limits.ts'
import { createTableAlertOutbox } from './adapters/table-alert-outbox.ts'
import { createTableApprovalStore } from './adapters/table-approval-store.ts'
import { createTableAuditLog } from './adapters/table-audit-log.ts'
import { createTableChangeLog } from './adapters/table-change-log.ts'
import { createTableComplianceDecisions } from './adapters/table-compliance-decisions.ts'
import { createTableComplianceItems } from './adapters/table-compliance-items.ts'
import { createTableCompliancePolicies } from './adapters/table-compliance-policies.ts'
import { createTableDeviceStore } from './adapters/table-device-store.ts'
import { createTableFleetStore } from './adapters/table-fleet-store.ts'
import { createTableFrameEditStore } from './adapters/table-frame-edit-store.ts'
import { createTableHealthHistory } from './adapters/table-health-history.ts'
import { createTableHoldStore } from './adapters/table-hold-store.ts'
import { createTableIncidentStore } from './adapters/table-incident-store.ts'
import { createTableInferenceStore } from './adapters/table-inference-store.ts'
import { createTableInsightStore } from './adapters/table-insight-store.ts'
import { createTableIntakeLog } from './adapters/table-intake-log.ts'
import { createTableLabelTaskStore } from './adapters/table-label-task-store.ts'
import { createTableLabelerQualityStore } from './adapters/table-labeler-quality-store.ts'
import { createTableMissedObjectStore } from './adapters/table-missed-object-store.ts'
import { createTableModelStore } from './adapters/table-model-store.ts'
import { createTableMonitorStore } from './adapters/table-monitor-store.ts'
import { createTableNightStore } from './adapters/table-night-store.ts'
import { createTableNoticeStore } from './adapters/table-notice-store.ts'
import { createTablePersonStore } from './adapters/table-person-store.ts'
import { createTablePushSubscriptionStore } from './adapters/table-push-subscription-store.ts'
import { createTableRecordingStore } from './adapters/table-recording-store.ts'
import { createTableRecordingWork } from './adapters/table-recording-work.ts'
import { createTableReleaseStore } from './adapters/table-release-store.ts'
import { createTableRolloutStore } from './adapters/table-rollout-store.ts'
import { createTableRosterStore } from './adapters/table-roster-store.ts'
import { createTableRunStore } from './adapters/table-run-store.ts'
import { createTableScoreStore } from './adapters/table-score-store.ts'
import { createTableTallyStore } from './adapters/table-tally-store.ts'
import { createTelemetry, type TelemetryTarget } from './adapters/telemetry.ts'
import { createTemporaryFiles } from './adapters/temporary-files.ts'
import { createVideoSplitter } from './adapters/video-splitter.ts'
import { createWebPush } from './adapters/web-push.ts'
import type { Config } from './config.ts'
import { systemClock } from './domain/clock.ts'
import type { EdgeRuntime } from './domain/deployment-manifest.ts'
import { createPlanAlerts } from './operations/plan-incident-alerts.ts'
import type { Ports } from './ports.ts'

/**
 * Puts the adapters behind the ports: the only wiring there is. Opens no connection.
 *
 * @param overrides Ports that a test brings itself
 * @param retry How storage calls are tried again
 */
export function createApp(config: Config, overrides: Partial<Ports> = {}, retry: RetryOptions = {}): Ports {
  const credential = new DefaultAzureCredential()
  const clock = overrides.clock ?? systemClock
  const storageSettings = 'connectionString' in config.storage ? config.storage : { ...config.storage, credential }
  const hubSettings = 'connectionString' in config.iotHub ? config.iotHub : { ...config.iotHub, credential }
  const hub = createIotHubRegistry(hubSettings)
  const communication = 'connectionString' in config.communication ? config.communication : { ...config.communication, credential }
  const storage = createStorage(storageSettings, retry)
  const { url, token } = config.resourceManager
  const managerSettings = token === undefined ? { url, credential } : { url, token }
  // Of this account blobs alone are used.
  const cacheStorage = createStorage(
    'connectionString' in config.cache ? config.cache : { ...blobsAlone(config.cache.blobUrl), credential },
    retry,
  )
  const storageTime = overrides.storageTime ?? createStorageTime(storage)
  const rosters = overrides.rosters ?? createTableRosterStore(storage)
  const people = overrides.people ?? createTablePersonStore(storage)
  const pushSubscriptions = overrides.pushSubscriptions ?? createTablePushSubscriptionStore(storage)
  const webPush = 'webPush' in overrides ? overrides.webPush : config.push && createWebPush(config.push)
  const links = createBlobMediaLinks(storageSettings, clock)
  return {
    clock,
    rosters,
    storageTime,
    telemetry: createTelemetry(telemetryTargets(config, credential)),
    incidents: createTableIncidentStore(storage),
    inferences: createTableInferenceStore(storage),
    archive: createBlobMessageArchive(storage),
    recordings: createTableRecordingStore(storage),
    devices: createTableDeviceStore(storage),
    media: createBlobMediaStore(storage),
    uploads: createStorageUploadQueue(storage),
    quarantine: createBlobQuarantine(storage),
    spill: createBlobSpillStore(storage),
    outbox: createTableAlertOutbox(storage),
    alertQueue: createStorageAlertQueue(storage, clock),
    alertLimits: createTableAlertLimits(storage),
    alertSenders: {
      sms: createSmsSender(communication, config.smsFrom),
      email: createEmailSender(communication, config.emailFrom),
    },
    alertSettings: config.alerts,
    webPush,
    pushSubscriptions,
    planAlerts: createPlanAlerts({ rosters, people, pushSubscriptions, webPush }),
    links,
    audit: createTableAuditLog(storage),
    notices: createTableNoticeStore(storage),
    monitors: createTableMonitorStore(storage),
    tallies: createTableTallyStore(storage),
    queueStates: createStorageQueueStates(storage),
    hubMessagesPerDay: config.hubMessagesPerDay,
    fleet: createTableFleetStore(storage),
    twins: createIotHubDeviceTwins(hub),
    deviceMethods: createIotHubDeviceMethods(hubSettings, clock),
    rollouts: createTableRolloutStore(storage),
    deployments: createIotHubDeployments(hub),
    deviceStates: createIotHubDeviceStates(hub),
    healthHistory: createTableHealthHistory(storage),
    quality: createQualityStore(storage),
    describePicture,
    pictureBrightness,
    plainPicture,
    edgeRuntime: edgeRuntimeOf(config),
    people,
    missedObjects: createTableMissedObjectStore(storage),
    datasets: createBlobDatasetStore(storage),
    exports: createBlobExportStore(storage),
    imports: createBlobImportStore(storage, links),
    frameEdits: createTableFrameEditStore(storage),
    labelTasks: createTableLabelTaskStore(storage),
    labelerQuality: createTableLabelerQualityStore(storage),
    videoArchive: createBlobVideoArchive(storage),
    frames: createBlobFrameStore(storage),
    splitVideo: createVideoSplitter(config.videoEngine),
    scratch: createTemporaryFiles(),
    recordingWork: createTableRecordingWork(storage),
    holds: createTableHoldStore(storage),
    rawVideo: createBlobRawVideo(storage),
    clips: createBlobClipStore(storage),
    evidence: createBlobEvidenceStore(storage),
    changes: createTableChangeLog(storage, clock, storageTime),
    complianceItems: createTableComplianceItems(storage, clock),
    complianceQueue: createStorageComplianceQueue(storage, clock),
    complianceDecisions: createTableComplianceDecisions(storage),
    compliancePolicies: createTableCompliancePolicies(storage),
    leaving: createBlobLeavingStore(storage, config.dataRegion),
    pictureCover: createSharpPictureCover(),
    scores: createTableScoreStore(storage),
    intakeLog: createTableIntakeLog(storage, clock, storageTime),
    insights: createTableInsightStore(storage),
    insightFiles: createBlobInsightFiles(storage),
    nights: createTableNightStore(storage),
    approvals: createTableApprovalStore(storage),
    models: createTableModelStore(storage),
    evaluations: createBlobEvaluationStore(storage),
    modelSigner: createEd25519ModelSigner(config.signingKey),
    modelRunner: createModelRunner(),
    releases: createTableReleaseStore(storage),
    imageBuilder: createAcrImageBuilder(createResourceManager(managerSettings), config.registry.id),
    imageRegistry: createOciImageRegistry({ url: config.registry.url, password: config.registry.password, credential }),
    orchestrations: noOrchestrations,
    runs: createTableRunStore(storage),
    trainer: createAzureMlTrainer(createResourceManager(managerSettings), config.workspace),
    trainingCache: createBlobTrainingCache(cacheStorage, { links, clock }),
    ...overrides,
  }
}

function telemetryTargets({ telemetry: { otlp, applicationInsights } }: Config, credential: DefaultAzureCredential): TelemetryTarget[] {
  return [
    ...(otlp === undefined ? [] : [{ kind: 'otlp' as const, ...otlp }]),
    ...(applicationInsights === undefined
      ? []
      : [{ kind: 'application-insights' as const, connectionString: applicationInsights, credential }]),
  ]
}

function blobsAlone(blobUrl: string) {
  return { blobUrl, tableUrl: blobUrl, queueUrl: blobUrl }
}

/** Devices pull with the same key as we; where there is none, they pull without one. */
function edgeRuntimeOf({ edgeImages, registry: { url, password } }: Config): EdgeRuntime {
  if (password === undefined) return { images: edgeImages, registry: undefined }
  const { host, hostname } = new URL(url)
  const [secret = '', username = hostname.split('.')[0] ?? ''] = password.split(':').toReversed()
  return { images: edgeImages, registry: { address: host, username, password: secret } }
}
