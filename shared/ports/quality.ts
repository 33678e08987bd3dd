import type { Box } from '../domain/box.ts'
import type { DailySample } from '../domain/daily-sample.ts'
import type { DriftThresholds } from '../domain/drift-thresholds.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Versioned } from '../domain/page.ts'
import type { DescribedCrop, DescribedFrame, QualityHour } from '../domain/quality-hour.ts'
import type { QualityReference } from '../domain/quality-reference.ts'
import type { QualityReport, ReferenceEntry } from '../domain/quality-report.ts'
import type { ReviewBatch } from '../domain/review-batch.ts'
import type { ReviewRequest } from '../domain/review-request.ts'
import type { VerdictReference } from '../domain/verdict-quality.ts'

interface CameraTime {
  readonly site: Id
  readonly camera: Id
  /** Inclusive. */
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
}

/** What is known of how well models do. All of it but references, samples and requests can be worked out again. */
export interface QualityStore {
  thresholds(site: Id): Promise<Versioned<DriftThresholds>>
  /** @throws Fault `model-changed` when somebody else wrote them meanwhile */
  saveThresholds(site: Id, thresholds: DriftThresholds, version: string | undefined): Promise<string>
  /** The same hour again replaces it. */
  saveHour(hour: QualityHour): Promise<void>
  /** Oldest first. */
  hours(query: CameraTime): Promise<readonly QualityHour[]>
  /** All of a camera's day (UTC) at once; again replaces it. */
  saveFrames(site: Id, camera: Id, day: string, frames: readonly DescribedFrame[]): Promise<void>
  /** Oldest first. */
  frames(query: CameraTime): Promise<readonly DescribedFrame[]>
  /** Content-addressed and never changed; then the entry that puts it in force. */
  saveReference(reference: QualityReference, entry: ReferenceEntry): Promise<void>
  reference(digest: string): Promise<QualityReference | undefined>
  /** Of a site; of each camera the newest counts. Oldest first. */
  references(site: Id): Promise<readonly ReferenceEntry[]>
  /** How a model did in its first days: written once, and then as it was written. */
  freezeVerdicts(site: Id, reference: VerdictReference): Promise<VerdictReference>
  verdictReference(site: Id, model: string): Promise<VerdictReference | undefined>
  /** The same request again changes nothing. */
  addRequests(requests: readonly ReviewRequest[]): Promise<void>
  requests(site: Id, recording: Id): Promise<readonly ReviewRequest[]>
  saveSample(sample: DailySample): Promise<void>
  sample(site: Id, day: string): Promise<DailySample | undefined>
  saveBatch(batch: ReviewBatch): Promise<void>
  batch(site: Id, id: Id): Promise<ReviewBatch | undefined>
  /** Newest first. */
  batches(site: Id, limit: number): Promise<readonly ReviewBatch[]>
  saveReport(report: QualityReport): Promise<void>
  report(site: Id): Promise<QualityReport | undefined>
  /** The newest night whose frames have been described. */
  describedNight(site: Id): Promise<string | undefined>
  noteDescribedNight(site: Id, night: string): Promise<void>
}

/** Mean luma of a stored frame, 0..1. */
export type PictureBrightness = (jpeg: Uint8Array) => Promise<number>

/** Of a JPEG that a device sent: how large it is, and its difference hash; or why it cannot be a frame. */
export type PlainPicture = (
  jpeg: Uint8Array,
) => Promise<
  | { readonly kind: 'plain'; readonly width: number; readonly height: number; readonly likeness: string }
  | { readonly kind: 'refused'; readonly detail: string }
>

/** Colours and edges of what is in a stored frame (shared/vision/describe-crop.ts). */
export type DescribePicture = (
  jpeg: Uint8Array,
  objects: readonly { readonly label: string; readonly box: Box }[],
) => Promise<readonly DescribedCrop[]>
