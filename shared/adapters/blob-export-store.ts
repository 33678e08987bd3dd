import { canonicalJson } from '../domain/canonical-json.ts'
import type { DatasetExport, DatasetVersion } from '../domain/dataset.ts'
import { datasetOfExport } from '../domain/dataset-export.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey } from '../domain/keys.ts'
import type { ExportFile, ExportStore } from '../ports.ts'
import { openBlobRanges } from './blob-ranges.ts'
import { writeBlocks } from './block-writer.ts'
import { dataOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type Row } from './table-rows.ts'
import { failureOf } from './transient.ts'
import { writeVersioned } from './versioned-row.ts'
import { readZip } from './zip-reader.ts'
import { writeZip, type ZipContent } from './zip-writer.ts'

const table = 'Exports'
const container = 'exports'

// Our own ZIPs may be as large as a dataset is; the limits only stop what no dataset of ours can be.
const limits = { files: 20_000_000, bytes: Number.MAX_SAFE_INTEGER }
const picturesAtOnce = 8
const textPieceCharacters = 64 * 1024

/** One partition per dataset, a row an export; ZIPs in container `exports`. */
export function createBlobExportStore(storage: Storage): ExportStore {
  const picture = (frame: string) => `frames/${frame}.jpg`

  async function readPicture(frame: string): Promise<Buffer> {
    try {
      return await storage.inContainer('ml-data', (client, abortSignal) =>
        client.getBlobClient(picture(frame)).downloadToBuffer(0, undefined, { abortSignal }),
      )
    } catch (cause) {
      if (failureOf(cause).status === 404) throw new Fault('dataset-damaged', `Frame ${frame} is not stored.`, { cause })
      throw cause
    }
  }

  return {
    async find(id) {
      const dataset = datasetOfExport(id)
      if (dataset === undefined) return undefined
      const row = await findRow(storage, table, joinKey(dataset), joinKey(id))
      return row && { value: dataOf<DatasetExport>(row), version: row.etag }
    },

    save: (job, version) => writeVersioned(storage, table, rowOf(job), version),

    async list(dataset: DatasetVersion) {
      const rows = await listRows(storage, table, joinKey(dataset), { from: '', to: '~' }, 1000)
      return rows.map((row) => dataOf<DatasetExport>(row))
    },

    write: (path, files) => writeBlocks(storage, container, path, writeZip(withContent(files, readPicture)), 'application/zip'),

    async *read(path) {
      yield* readZip(await openBlobRanges(storage, container, path), limits)
    },

    async frameUrls() {
      const url = await storage.inContainer('ml-data', async (client) => client.url)
      return (frame) => `${url}/${picture(frame)}`
    },
  }
}

function rowOf(job: DatasetExport): Row {
  return { partitionKey: joinKey(job.dataset), rowKey: joinKey(job.id satisfies Id), columns: { data: canonicalJson(job) } }
}

/** Some pictures are fetched ahead: one after the other, most of the time would be spent waiting for the next. */
async function* withContent(files: AsyncIterable<ExportFile>, read: (frame: string) => Promise<Buffer>): AsyncGenerator<ZipContent> {
  const ahead: { file: ExportFile; picture: Promise<Buffer> | undefined }[] = []
  for await (const file of files) {
    const picture = 'frame' in file ? read(file.frame) : undefined
    // Whoever comes to it hears of the failure; until then it must not count as unhandled.
    picture?.catch(() => {})
    ahead.push({ file, picture })
    if (ahead.length >= picturesAtOnce || picture === undefined) yield* drain(ahead, picture === undefined ? 0 : picturesAtOnce - 1)
  }
  yield* drain(ahead, 0)
}

async function* drain(ahead: { file: ExportFile; picture: Promise<Buffer> | undefined }[], left: number): AsyncGenerator<ZipContent> {
  while (ahead.length > left) {
    const { file, picture } = ahead.shift() as (typeof ahead)[number]
    if ('text' in file) yield { path: file.path, content: inPieces(file.text), isCompressed: false }
    else if (picture !== undefined) yield { path: file.path, content: once(picture), isCompressed: true }
  }
}

async function* once(bytes: Promise<Buffer>): AsyncGenerator<Uint8Array> {
  yield await bytes
}

/** Writers give a line at a time; each piece costs a round through the stream. */
async function* inPieces(text: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  let piece = ''
  for await (const part of text) {
    piece += part
    if (piece.length < textPieceCharacters) continue
    yield Buffer.from(piece)
    piece = ''
  }
  yield Buffer.from(piece)
}
