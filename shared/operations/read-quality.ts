import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { taskId } from '../domain/labeling-task.ts'
import type { Principal } from '../domain/person.ts'
import type { QualityReport } from '../domain/quality-report.ts'
import type { ReviewBatch } from '../domain/review-batch.ts'
import type { Ports } from '../ports.ts'
import { countAnswered } from './review-batches.ts'
import { requireSite } from './visible-sites.ts'

const linkMinutes = 10
const shownFrames = 60

/** @throws Fault `not-found` where nobody has looked yet */
export async function readQuality({ quality }: Pick<Ports, 'quality'>, person: Principal, site: Id): Promise<QualityReport> {
  const report = await quality.report(requireSite(person, site))
  if (report === undefined) throw new Fault('not-found', 'Nobody has looked at this site yet; it is done every hour.')
  return report
}

export type BatchSummary = Omit<ReviewBatch, 'frames'> & { readonly frames: number; readonly answered: number }

/** Newest first. */
export async function listBatches(
  ports: Pick<Ports, 'quality' | 'labelTasks'>,
  person: Principal,
  site: Id,
  limit: number,
): Promise<BatchSummary[]> {
  const batches = await ports.quality.batches(requireSite(person, site), limit)
  return Promise.all(batches.map(async (batch) => ({ ...batch, frames: batch.frames.length, answered: await countAnswered(ports, batch) })))
}

export interface BatchFrame {
  readonly frame: string
  readonly recording: Id
  readonly at: Instant
  readonly isAnswered: boolean
  readonly url: string
}

/** A batch with links to its pictures. @throws Fault `not-found` */
export async function readBatch(
  { quality, labelTasks, links, clock }: Pick<Ports, 'quality' | 'labelTasks' | 'links' | 'clock'>,
  person: Principal,
  site: Id,
  id: Id,
): Promise<Omit<ReviewBatch, 'frames'> & { readonly frames: readonly BatchFrame[]; readonly expiresAt: Instant }> {
  const batch = await quality.batch(requireSite(person, site), id)
  if (batch === undefined) throw new Fault('not-found', 'There is no such batch at this site.')
  const expiresAt = new Date(clock().getTime() + linkMinutes * 60_000).toISOString()
  const frames = batch.frames.slice(0, shownFrames).map(async ({ frame, recording, at }): Promise<BatchFrame> => {
    const task = await labelTasks.find(taskId(recording, frame))
    const isAnswered = task !== undefined && task.value.state !== 'open'
    return { frame, recording, at, isAnswered, url: await links.link('ml-data', `frames/${frame}.jpg`, expiresAt) }
  })
  return { ...batch, frames: await Promise.all(frames), expiresAt }
}
