import type { DriftThresholds } from '../domain/drift-thresholds.ts'
import { withoutModel } from '../domain/freeze-reference.ts'
import type { Id } from '../domain/ids.ts'
import { type DriftFinding, judgeDrift } from '../domain/judge-drift.ts'
import type { QualityReport, ReferenceEntry } from '../domain/quality-report.ts'
import type { Champion } from '../domain/registered-model.ts'
import type { ReviewBatch } from '../domain/review-batch.ts'
import type { Ports } from '../ports.ts'
import { makeReference, referenceWindow } from './make-references.ts'
import { clearDrift, type DriftNoticePorts, raiseDrift } from './notice-drift.ts'
import { type BatchPorts, batchId, closeBatch, openBatch } from './review-batches.ts'

export type JudgePorts = BatchPorts & DriftNoticePorts & Pick<Ports, 'quality' | 'fleet' | 'models' | 'clock'>

type CameraReport = QualityReport['cameras'][number]

const dayMs = 86_400_000
/** So far back drift is judged and shown: a breach that began earlier still lasts, or is over. */
const judgedDays = 21
const batchesLookedAt = 200

export interface SiteQuality {
  readonly site: Id
  readonly timeZone: string
  readonly thresholds: DriftThresholds
  readonly champion: Champion | undefined
}

/** Holds every camera of a site against its reference, opens and closes batches and notices. */
export async function judgeCameras(ports: JudgePorts, quality: SiteQuality, now: Date): Promise<CameraReport[]> {
  const { site } = quality
  const [cameras, references, batches] = await Promise.all([
    ports.fleet.cameras(site),
    ports.quality.references(site),
    ports.quality.batches(site, batchesLookedAt),
  ])
  const reports: CameraReport[] = []
  for (const { id: camera } of cameras) {
    const own = references.filter((entry) => entry.camera === camera)
    const open = batches.filter((batch) => batch.camera === camera && batch.state === 'open')
    reports.push(await judgeCamera(ports, quality, { camera, references: own, open, cameras: cameras.length }, now))
  }
  return reports
}

interface CameraQuality {
  readonly camera: Id
  /** Oldest first. */
  readonly references: readonly ReferenceEntry[]
  readonly open: readonly ReviewBatch[]
  readonly cameras: number
}

async function judgeCamera(ports: JudgePorts, quality: SiteQuality, known: CameraQuality, now: Date): Promise<CameraReport> {
  const { site, champion, timeZone, thresholds } = quality
  const { camera, references, open, cameras } = known
  const digest = champion?.model.digest
  const made = references.findLast(({ model }) => model === digest)
  const entry =
    made ?? (champion && (await makeReference(ports, { site, camera, champion, timeZone, thresholds }, now))) ?? references.at(-1)
  const isBorrowed = entry !== undefined && entry.model !== digest
  const learning = champion !== undefined && (entry === undefined || isBorrowed)
  const learningUntil = learning ? { learningUntil: referenceWindow(champion, timeZone, thresholds).to } : {}
  const stored = entry && (await ports.quality.reference(entry.digest))
  if (entry === undefined || stored === undefined) return { camera, isBorrowed: false, ...learningUntil, findings: [] }

  const reference = isBorrowed ? withoutModel(stored) : stored
  const range = { site, camera, from: new Date(now.getTime() - judgedDays * dayMs).toISOString(), to: now.toISOString() }
  const [hours, frames] = await Promise.all([ports.quality.hours(range), ports.quality.frames(range)])
  // What another model saw is not held against this one's reference; what the pictures were like is.
  const comparable = hours.map((hour) =>
    isBorrowed || hour.model === digest ? hour : { ...hour, mixes: {}, levels: withoutLoad(hour.levels) },
  )
  const findings = judgeDrift({ reference, hours: comparable, frames, thresholds, now: now.toISOString(), cameras })
  const stillOpen = new Set<Id>()
  for (const finding of findings) {
    const batch = await followFinding(ports, { ...quality, camera, entry, reference, frames, open }, finding, now)
    if (batch !== undefined) stillOpen.add(batch.id)
  }
  for (const batch of open.filter(({ id }) => !stillOpen.has(id))) {
    await closeBatch(ports, batch, now)
    await clearDrift(ports, { site, camera, monitor: batch.monitor })
  }
  return { camera, reference: entry, isBorrowed, ...learningUntil, findings: findings.map(shown) }
}

type FindingPlace = SiteQuality & {
  readonly camera: Id
  readonly entry: ReferenceEntry
  readonly reference: Parameters<typeof openBatch>[1]['reference']
  readonly frames: Parameters<typeof openBatch>[1]['frames']
  readonly open: readonly ReviewBatch[]
}

async function followFinding(ports: JudgePorts, place: FindingPlace, finding: DriftFinding, now: Date): Promise<ReviewBatch | undefined> {
  const { site, camera, entry, reference, frames, champion, thresholds, open } = place
  const { breachedSince } = finding
  if (breachedSince === undefined) {
    await clearDrift(ports, { site, camera, monitor: finding.monitor })
    return undefined
  }
  const breach = { site, camera, model: champion?.model.digest ?? entry.model, reference, referenceDigest: entry.digest, frames }
  // Late observations may move the beginning of a breach; its batch stays the one that people know.
  const known = open.find(({ monitor, model }) => monitor === finding.monitor && model === breach.model)
  const since =
    known !== undefined && known.id !== batchId({ ...breach, finding: { ...finding, breachedSince } }) ? known.since : breachedSince
  const batch = await openBatch(ports, { ...breach, finding: { ...finding, breachedSince: since } }, thresholds.batchFrames, now)
  await raiseDrift(ports, { site, camera, finding, batch })
  return batch
}

function withoutLoad<T extends { readonly load?: unknown }>({ load: _, ...levels }: T): Omit<T, 'load'> {
  return levels
}

function shown({ monitor, least, periods, breachedSince }: DriftFinding): CameraReport['findings'][number] {
  return { monitor, least, periods: [...periods], ...(breachedSince !== undefined && { breachedSince }) }
}
