import { createHash } from 'node:crypto'
import { crashPoint } from '../crash-point.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { DriftFinding } from '../domain/judge-drift.ts'
import { taskId } from '../domain/labeling-task.ts'
import type { DescribedFrame } from '../domain/quality-hour.ts'
import type { QualityReference } from '../domain/quality-reference.ts'
import { pickFrames, type ReviewBatch } from '../domain/review-batch.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'
import { type LabelRecordingPorts, labelRecording } from './label-recording.ts'

export type BatchPorts = LabelRecordingPorts & Pick<Ports, 'changes' | 'audit'>

const atOnce = 4

export interface Breach {
  readonly site: Id
  readonly camera: Id
  /** Of the model in force. */
  readonly model: string
  readonly finding: DriftFinding & { readonly breachedSince: Instant }
  readonly reference: QualityReference
  readonly referenceDigest: string
  /** Of the time of the breach. */
  readonly frames: readonly DescribedFrame[]
}

/**
 * Opens a review batch: its frames become tasks of people in the labeling screens, at once. One breach has one batch, however
 * often it is seen, which grows only while it has fewer frames than it may have: of a breach of this morning there are none
 * before the night. Nothing is trained.
 */
export async function openBatch(ports: BatchPorts, breach: Breach, mostFrames: number, now: Date): Promise<ReviewBatch> {
  const { site, camera, model, finding, reference, frames, referenceDigest } = breach
  const id = batchId(breach)
  const known = await ports.quality.batch(site, id)
  const last = finding.periods.at(-1)
  const evidence = {
    ...{ value: last?.value ?? 0, expected: last?.expected ?? 0, effect: last?.effect ?? 0 },
    ...{ least: finding.least, chance: last?.chance ?? 1, samples: last?.samples ?? 0 },
  }
  const picked = known !== undefined && known.frames.length > 0 ? known.frames : pickFrames(finding, reference, frames, mostFrames)
  const opening = known ?? { openedAt: now.toISOString(), since: finding.breachedSince, reference: referenceDigest }
  const batch: ReviewBatch = {
    ...{ id, site, camera, model, monitor: finding.monitor, state: 'open' },
    ...{ openedAt: opening.openedAt, since: opening.since, reference: opening.reference, evidence, frames: picked },
  }
  const isFilled = picked.length > (known?.frames.length ?? 0)
  if (isFilled) await askFor(ports, batch)
  crashPoint('batch-asked')
  await ports.quality.saveBatch(batch)
  if (known === undefined) {
    const detail = { camera, monitor: finding.monitor, frames: picked.length, effect: evidence.effect, samples: evidence.samples }
    await ports.audit.append(site, { at: now.toISOString(), who: 'system', action: 'review-batch-opened', subject: `batch/${id}`, detail })
  }
  return batch
}

/** The breach is over, or is another model's; tasks that nobody has answered stay with the people. */
export async function closeBatch({ quality }: Pick<Ports, 'quality'>, batch: ReviewBatch, now: Date): Promise<void> {
  await quality.saveBatch({ ...batch, state: 'closed', closedAt: now.toISOString() })
}

/** How many of a batch's frames people have answered. */
export async function countAnswered({ labelTasks }: Pick<Ports, 'labelTasks'>, { frames }: ReviewBatch): Promise<number> {
  let answered = 0
  await inParallel(frames, 16, async ({ recording, frame }) => {
    const task = await labelTasks.find(taskId(recording, frame))
    if (task !== undefined && task.value.state !== 'open') answered++
  })
  return answered
}

/** A breach keeps its batch until it ends; the next one of the same monitor has its own. */
export function batchId({ site, camera, model, finding }: Pick<Breach, 'site' | 'camera' | 'model' | 'finding'>): Id {
  const name = ['review batch', site, camera, model, finding.monitor, finding.breachedSince].join('\n')
  return `rb-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`
}

async function askFor(ports: BatchPorts, { id, site, camera, frames }: ReviewBatch): Promise<void> {
  await ports.quality.addRequests(
    frames.map(({ frame, recording, at }) => ({ site, camera, recording, at, frame, reason: 'drift' as const, batch: id })),
  )
  const recordings = new Set(frames.map(({ recording }) => recording))
  await inParallel(recordings, atOnce, async (recording) => {
    // The night looks at it again, so that the frame stays wanted; the tasks need not wait for it.
    await ports.changes.mark({ kind: 'recording', id: recording, site })
    await labelRecording(ports, recording)
  })
}
