import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { DatasetHeader, type DatasetItem, type DatasetVersion } from '../domain/dataset.ts'
import { itemLine } from '../domain/dataset-version.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { DatasetStore } from '../ports.ts'
import { readLines, readText, writeLines, writeText } from './blob-text.ts'
import type { Storage } from './storage.ts'
import { createDatasetEntries } from './table-dataset-entries.ts'
import { failureOf } from './transient.ts'

const container = 'ml-data'
const headerFile = 'dataset.json'
const itemsFile = 'items.jsonl'
const pageBytes = 256 * 1024

/** `ml-data/datasets/{version}/…`, with `dataset.json` written last: a version without it does not exist. */
export function createBlobDatasetStore(storage: Storage): DatasetStore {
  const pathOf = (version: DatasetVersion, name: string) => `datasets/${version}/${name}`
  const splitsPath = (site: Id) => `splits/${site}.json`

  const readHeader = async (version: DatasetVersion) => {
    const found = await readText(storage, container, pathOf(version, headerFile))
    return found && DatasetHeader.parse(JSON.parse(found.text))
  }
  const readSplits = async (site: Id) => {
    const found = await readText(storage, container, splitsPath(site))
    const value: Readonly<Record<Id, string>> = found === undefined ? {} : JSON.parse(found.text)
    return { value, version: found?.etag ?? '' }
  }

  return {
    ...createDatasetEntries(storage),

    async save(header, items, files) {
      if ((await readHeader(header.version)) !== undefined) return
      const path = pathOf(header.version, itemsFile)
      if (!(await writeLines(storage, container, path, toLines(items), (sha256) => sha256 === header.itemsSha256)))
        throw new Fault('dataset-changed', `The items of ${header.version} are others than before.`)
      crashPoint('dataset-items')
      for (const [name, text] of Object.entries(files)) {
        await writeText(storage, container, pathOf(header.version, name), text)
        crashPoint('dataset-file')
      }
      await writeText(storage, container, pathOf(header.version, headerFile), canonicalJson(header))
      crashPoint('dataset-header')
    },

    header: readHeader,

    async *items(version) {
      const header = await readHeader(version)
      if (header === undefined) throw new Fault('not-found', `There is no dataset ${version}.`)
      const lines = readLines(storage, container, pathOf(version, itemsFile))
      for (;;) {
        const { done, value } = await lines.next()
        if (done) {
          // A caller that reads to the end knows that it read what was written.
          if (value !== header.itemsSha256) throw new Fault('dataset-damaged', `${version}: ${itemsFile} has SHA-256 ${value}.`)
          return
        }
        yield parseLine(value.text, () => new Fault('dataset-damaged', `${version}: a line of ${itemsFile} is not JSON.`))
      }
    },

    async *itemsFrom(version, offset) {
      for await (const { text, next } of readLines(storage, container, pathOf(version, itemsFile), offset, pageBytes)) {
        yield { item: parseLine(text, () => new Fault('input-invalid', `cursor: no item begins at ${offset}.`)), next }
      }
    },

    file: async (version, name) => (await readText(storage, container, pathOf(version, name)))?.text,

    addFile: (version, name, text) => writeText(storage, container, pathOf(version, name), text),

    splits: readSplits,

    async saveSplits(site, splits, version) {
      const text = canonicalJson(splits)
      try {
        await writeText(storage, container, splitsPath(site), text, version ? { ifMatch: version } : { ifNoneMatch: '*' })
      } catch (error) {
        const { status } = failureOf(error)
        if (status !== 409 && status !== 412) throw error
        // An answer that was lost on the way looks like somebody else's write.
        const stored = await readSplits(site)
        if (canonicalJson(stored.value) !== text)
          throw new Fault('dataset-changed', `Another run gave splits for ${site}.`, { cause: error })
      }
    },
  }
}

async function* toLines(items: AsyncIterable<DatasetItem>): AsyncIterable<string> {
  for await (const item of items) yield itemLine(item)
}

function parseLine(line: string, toFault: () => Fault): DatasetItem {
  try {
    return JSON.parse(line) as DatasetItem
  } catch {
    throw toFault()
  }
}
