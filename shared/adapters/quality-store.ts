import { canonicalJson } from '../domain/canonical-json.ts'
import { DailySample } from '../domain/daily-sample.ts'
import { DriftThresholds } from '../domain/drift-thresholds.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { dayOf, joinKey, newestFirst, oldestFirst, prefixRange } from '../domain/keys.ts'
import { DescribedFrame, QualityHour } from '../domain/quality-hour.ts'
import { QualityReference } from '../domain/quality-reference.ts'
import { QualityReport, ReferenceEntry } from '../domain/quality-report.ts'
import { ReviewBatch } from '../domain/review-batch.ts'
import { ReviewRequest } from '../domain/review-request.ts'
import { VerdictReference } from '../domain/verdict-quality.ts'
import type { QualityStore } from '../ports.ts'
import { readText, writeText } from './blob-text.ts'
import { longText, readLongText } from './long-text.ts'
import { putOnce, readBytes } from './put-once.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type StoredRow, upsertRow } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'Quality'
const container = 'quality'
const everything = { from: '0', to: '~' }
const dayMs = 86_400_000

/** Small things in table `Quality`, described frames by camera and day and references by their hash in container `quality`. */
export function createQualityStore(storage: Storage): QualityStore {
  const put = (partitionKey: string, rowKey: string, value: unknown) =>
    upsertRow(storage, table, { partitionKey, rowKey, columns: longText(canonicalJson(value)) })
  const get = async (partition: string, row: string) => readRow(await findRow(storage, table, partition, row))
  const list = async (partition: string, range = everything, limit = Number.POSITIVE_INFINITY) =>
    (await listRows(storage, table, partition, range, limit)).map(readRow)

  return {
    thresholds: async (site) => {
      const row = await findRow(storage, table, joinKey('site', site), 'thresholds')
      return { value: DriftThresholds.parse(readRow(row) ?? {}), version: row?.etag ?? '' }
    },
    saveThresholds: (site, thresholds, version) => {
      const row = { partitionKey: joinKey('site', site), rowKey: 'thresholds', columns: longText(canonicalJson(thresholds)) }
      return writeVersioned(storage, table, row, version || undefined, 'model-changed')
    },

    saveHour: (hour) => put(hoursPartition(hour.site, hour.camera, hour.hour), oldestFirst(hour.hour), hour),
    hours: async ({ site, camera, from, to }) => {
      const months = [...new Set(daysBetween(from, to).map((day) => `${day.slice(0, 7)}-01`))]
      const range = { from: oldestFirst(from), to: oldestFirst(to) }
      const found = await Promise.all(months.map((month) => list(hoursPartition(site, camera, month), range)))
      return found.flat().map((one) => QualityHour.parse(one))
    },

    saveFrames: (site, camera, day, frames) => writeText(storage, container, framesPath(site, camera, day), canonicalJson(frames)),
    frames: async ({ site, camera, from, to }) => {
      const texts = await Promise.all(daysBetween(from, to).map((day) => readText(storage, container, framesPath(site, camera, day))))
      const frames = texts.flatMap((one) => (one === undefined ? [] : DescribedFrame.array().parse(JSON.parse(one.text))))
      return frames.filter(({ at }) => at >= from && at < to)
    },

    saveReference: async (reference, entry) => {
      const bytes = Buffer.from(canonicalJson(reference))
      await putOnce(storage, container, referencePath(entry.digest), bytes, 'application/json', 'reference-damaged')
      await put(joinKey('references', entry.site), joinKey(oldestFirst(entry.madeAt), entry.camera), entry)
    },
    reference: async (digest) => {
      const bytes = await readBytes(storage, container, referencePath(digest))
      return bytes && QualityReference.parse(JSON.parse(bytes.toString('utf8')))
    },
    references: async (site) => (await list(joinKey('references', site))).map((one) => ReferenceEntry.parse(one)),

    freezeVerdicts: async (site, reference) => {
      const [partition, row] = [joinKey('site', site), joinKey('verdicts', reference.model)]
      const entity = { partitionKey: partition, rowKey: row, columns: longText(canonicalJson(reference)) }
      try {
        await writeVersioned(storage, table, entity, undefined, 'model-changed')
      } catch (error) {
        // Frozen already, by this look or another: as it is there it counts.
        if (!(error instanceof Fault && error.code === 'model-changed')) throw error
      }
      return parsed(VerdictReference, await get(partition, row)) ?? reference
    },
    verdictReference: async (site, model) => parsed(VerdictReference, await get(joinKey('site', site), joinKey('verdicts', model))),

    addRequests: async (requests) => {
      for (const request of requests) {
        const { site, recording, reason, at, frame = '' } = request
        await put(joinKey('requests', site, recording), joinKey(reason, oldestFirst(at), frame.slice(0, 16)), request)
      }
    },
    requests: async (site, recording) => (await list(joinKey('requests', site, recording))).map((one) => ReviewRequest.parse(one)),

    saveSample: (sample) => put(joinKey('samples', sample.site), sample.day, sample),
    sample: async (site, day) => parsed(DailySample, await get(joinKey('samples', site), day)),

    saveBatch: async (batch) => {
      await put(joinKey('batches', batch.site), joinKey('id', batch.id), batch)
      await put(joinKey('batches', batch.site), joinKey('newest', newestFirst(batch.openedAt), batch.id), batch)
    },
    batch: async (site, id) => parsed(ReviewBatch, await get(joinKey('batches', site), joinKey('id', id))),
    batches: async (site, limit) =>
      (await list(joinKey('batches', site), prefixRange('newest'), limit)).map((one) => ReviewBatch.parse(one)),

    saveReport: async (report) => writeText(storage, container, `reports/${report.site}.json`, canonicalJson(report)),
    report: async (site) => {
      const found = await readText(storage, container, `reports/${site}.json`)
      // One of an earlier form is worked out again within the hour.
      return found && QualityReport.safeParse(JSON.parse(found.text)).data
    },

    describedNight: async (site) => (await findRow(storage, table, joinKey('site', site), 'night'))?.columns['night'] as string | undefined,
    noteDescribedNight: (site, night) =>
      upsertRow(storage, table, { partitionKey: joinKey('site', site), rowKey: 'night', columns: { night } }),
  }
}

function readRow(row: StoredRow | undefined): unknown {
  return row && JSON.parse(readLongText(row.columns))
}

function parsed<T>(schema: { parse(value: unknown): T }, value: unknown): T | undefined {
  return value === undefined ? undefined : schema.parse(value)
}

/** A month of a camera: at most 744 rows. */
function hoursPartition(site: Id, camera: Id, at: string): string {
  return joinKey('hours', site, camera, at.slice(0, 7))
}

const framesPath = (site: Id, camera: Id, day: string) => `frames/${site}/${camera}/${day}.json`
const referencePath = (digest: string) => `references/${digest}.json`

function daysBetween(from: string, to: string): string[] {
  const days: string[] = []
  for (let day = Date.parse(`${dayOf(from)}T00:00:00.000Z`); day < Date.parse(to); day += dayMs)
    days.push(dayOf(new Date(day).toISOString()))
  return days
}
