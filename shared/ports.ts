import type { RouteChannel } from './domain/alert.ts'
import type { AlertSettings } from './domain/alert-settings.ts'
import type { Clock } from './domain/clock.ts'
import type { EdgeRuntime } from './domain/deployment-manifest.ts'
import type { AlertLimits, AlertOutbox, AlertQueue, AlertSender, PlanAlerts, RosterStore } from './ports/alerts.ts'
import type {
  ComplianceDecisionStore,
  ComplianceItemStore,
  CompliancePolicyStore,
  ComplianceQueue,
  LeavingStore,
  PictureCover,
  ScoreStore,
} from './ports/compliance.ts'
import type { DeviceMethods, DeviceStore, DeviceTwins, FleetStore } from './ports/fleet.ts'
import type { ImportStore } from './ports/imports.ts'
import type { IncidentStore, MissedObjectStore } from './ports/incidents.ts'
import type { InsightFiles, InsightStore } from './ports/insights.ts'
import type { InferenceStore, IntakeLog, MessageArchive, Quarantine, SpillStore, StorageTime } from './ports/intake.ts'
import type { LabelerQualityStore, LabelTaskStore } from './ports/labeling.ts'
import type { EvaluationStore, ModelRunner, ModelSigner, ModelStore, RunStore, Trainer, TrainingCache } from './ports/learning.ts'
import type { MediaLinks, MediaStore, RecordingStore, UploadQueue } from './ports/media.ts'
import type {
  ArchiveStore,
  ChangeLog,
  DatasetStore,
  ExportStore,
  FrameEditStore,
  FrameStore,
  HoldStore,
  NightStore,
  Orchestrations,
  RecordingWorkStore,
  ScratchFiles,
  SplitVideo,
} from './ports/night.ts'
import type { MonitorStore, NoticeStore, QueueStates, TallyStore } from './ports/notices.ts'
import type { AuditLog, PersonStore } from './ports/people.ts'
import type { ClipStore, EvidenceStore, RawVideoStore } from './ports/playback.ts'
import type { PushSubscriptionStore, WebPush } from './ports/push.ts'
import type { DescribePicture, PictureBrightness, PlainPicture, QualityStore } from './ports/quality.ts'
import type {
  ApprovalStore,
  Deployments,
  DeviceStates,
  HealthHistory,
  ImageBuilder,
  ImageRegistry,
  ReleaseStore,
  RolloutStore,
} from './ports/release.ts'
import type { Telemetry } from './ports/telemetry.ts'

export type * from './ports/alerts.ts'
export type * from './ports/compliance.ts'
export type * from './ports/fleet.ts'
export type * from './ports/imports.ts'
export type * from './ports/incidents.ts'
export type * from './ports/insights.ts'
export type * from './ports/intake.ts'
export type * from './ports/labeling.ts'
export type * from './ports/learning.ts'
export type * from './ports/media.ts'
export type * from './ports/night.ts'
export type * from './ports/notices.ts'
export type * from './ports/people.ts'
export type * from './ports/playback.ts'
export type * from './ports/push.ts'
export type * from './ports/quality.ts'
export type * from './ports/release.ts'
export type * from './ports/telemetry.ts'

/** Everything that operations need from outside, made by createApp. One line each; add yours. */
export interface Ports {
  readonly clock: Clock
  readonly storageTime: StorageTime
  readonly telemetry: Telemetry
  readonly incidents: IncidentStore
  readonly outbox: AlertOutbox
  readonly alertQueue: AlertQueue
  readonly alertLimits: AlertLimits
  readonly alertSenders: Readonly<Record<RouteChannel, AlertSender>>
  readonly alertSettings: AlertSettings
  /** Undefined where the settings name no keys: then nothing is sent to browsers. */
  readonly webPush: WebPush | undefined
  readonly pushSubscriptions: PushSubscriptionStore
  readonly rosters: RosterStore
  readonly inferences: InferenceStore
  readonly archive: MessageArchive
  readonly recordings: RecordingStore
  readonly devices: DeviceStore
  readonly media: MediaStore
  readonly links: MediaLinks
  readonly uploads: UploadQueue
  readonly quarantine: Quarantine
  readonly spill: SpillStore
  readonly audit: AuditLog
  readonly notices: NoticeStore
  readonly monitors: MonitorStore
  readonly tallies: TallyStore
  readonly queueStates: QueueStates
  /** What the units of IoT Hub that were paid for take. */
  readonly hubMessagesPerDay: number
  readonly fleet: FleetStore
  readonly twins: DeviceTwins
  readonly deviceMethods: DeviceMethods
  readonly people: PersonStore
  readonly missedObjects: MissedObjectStore
  readonly planAlerts: PlanAlerts
  readonly datasets: DatasetStore
  readonly exports: ExportStore
  readonly imports: ImportStore
  readonly changes: ChangeLog
  readonly complianceItems: ComplianceItemStore
  readonly complianceQueue: ComplianceQueue
  readonly complianceDecisions: ComplianceDecisionStore
  readonly compliancePolicies: CompliancePolicyStore
  readonly leaving: LeavingStore
  readonly pictureCover: PictureCover
  readonly scores: ScoreStore
  readonly intakeLog: IntakeLog
  readonly insights: InsightStore
  readonly insightFiles: InsightFiles
  readonly frameEdits: FrameEditStore
  readonly labelTasks: LabelTaskStore
  readonly labelerQuality: LabelerQualityStore
  readonly nights: NightStore
  /** Only within an invocation of a trigger that was registered with the durable client. */
  readonly orchestrations: Orchestrations
  readonly videoArchive: ArchiveStore
  readonly frames: FrameStore
  readonly splitVideo: SplitVideo
  readonly scratch: ScratchFiles
  readonly recordingWork: RecordingWorkStore
  readonly holds: HoldStore
  readonly rawVideo: RawVideoStore
  readonly clips: ClipStore
  readonly evidence: EvidenceStore
  readonly rollouts: RolloutStore
  readonly deployments: Deployments
  readonly deviceStates: DeviceStates
  readonly healthHistory: HealthHistory
  readonly quality: QualityStore
  readonly describePicture: DescribePicture
  readonly pictureBrightness: PictureBrightness
  readonly plainPicture: PlainPicture
  /** What standing deployments say beside the module. */
  readonly edgeRuntime: EdgeRuntime
  readonly runs: RunStore
  readonly trainer: Trainer
  readonly trainingCache: TrainingCache
  readonly approvals: ApprovalStore
  readonly models: ModelStore
  readonly evaluations: EvaluationStore
  readonly modelSigner: ModelSigner
  readonly modelRunner: ModelRunner
  readonly releases: ReleaseStore
  readonly imageBuilder: ImageBuilder
  readonly imageRegistry: ImageRegistry
}
