import { canonicalJson } from '../domain/canonical-json.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { joinKey, oldestFirst } from '../domain/keys.ts'
import { shardOf } from '../domain/shard.ts'
import type { InferenceStore, StoredInference } from '../ports.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Storage } from './storage.ts'
import { type Columns, listRows, type Row, type StoredRow } from './table-rows.ts'

// Tables get slow with the rows of a partition, transactions need rows of the same one. A minute of a site in eight
// shards holds 500 rows at 66 messages a second, which is some 130 cameras (docs/storage.md).
const bucketMs = 60_000
const shards = 8
const columnCharacters = 30_000
const partitionsAtOnce = 16
const table = 'Inferences'

export function createTableInferenceStore(storage: Storage): InferenceStore {
  const save = createGroupCommit(storage, table)

  async function* read({ site, camera, from, to }: { site: Id; camera: Id; from: Instant; to: Instant }) {
    // A row's key begins with camera and time, so a camera's part of a partition is one range of keys.
    const range = { from: `${joinKey(camera, oldestFirst(from))}~`, to: `${joinKey(camera, oldestFirst(to))}~` }
    const seen = new Set<string>()
    const firstMs = Math.floor(Date.parse(from) / bucketMs) * bucketMs
    for (let startMs = firstMs; startMs < Date.parse(to); startMs += bucketMs * partitionsAtOnce) {
      const buckets = Array.from({ length: partitionsAtOnce }, (_, index) => startMs + index * bucketMs)
      const found = await Promise.all(
        buckets
          .filter((bucket) => bucket < Date.parse(to))
          .map((bucket) => listRows(storage, table, partitionOf(site, camera, new Date(bucket)), range, Number.POSITIVE_INFINITY)),
      )
      for (const row of found.flat()) {
        const inference = inferenceOf(row)
        // A device whose clock cannot be right and that sends again is filed twice; its message is still one.
        const key = joinKey(inference.message.device, inference.message.bootId, String(inference.message.seq))
        if (!seen.has(key)) yield inference
        seen.add(key)
      }
    }
  }

  return { save: (inference) => save(inferenceRow(inference)), read }
}

function partitionOf(site: Id, camera: Id, time: Date): string {
  const bucket = new Date(Math.floor(time.getTime() / bucketMs) * bucketMs).toISOString().slice(0, 16).replace(':', '.')
  return joinKey(site, bucket, String(shardOf(camera, shards)))
}

function inferenceRow({ site, isLate, time, message }: StoredInference): Row {
  const data = canonicalJson(message)
  const columns: Record<string, string | boolean> = { site, isLate, time }
  // A message may have 64 KB, a column 32 K characters.
  for (let part = 0; part * columnCharacters < data.length; part++)
    columns[`data${part}`] = data.slice(part * columnCharacters, (part + 1) * columnCharacters)
  return {
    partitionKey: partitionOf(site, message.camera, new Date(time)),
    rowKey: joinKey(message.camera, oldestFirst(time), message.device, message.bootId, String(message.seq)),
    columns,
  }
}

function inferenceOf({ columns }: StoredRow): StoredInference {
  return {
    site: String(columns['site']),
    isLate: columns['isLate'] === true,
    time: String(columns['time']),
    message: JSON.parse(joinedData(columns)),
  }
}

function joinedData(columns: Columns): string {
  let data = ''
  for (let part = 0; columns[`data${part}`] !== undefined; part++) data += columns[`data${part}`]
  return data
}
