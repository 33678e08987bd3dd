import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import { joinKey, prefixRange } from '../domain/keys.ts'
import { LabelerFinding, LabelerQuality } from '../domain/labeler-quality.ts'
import type { LabelerQualityStore } from '../ports/labeling.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type Row } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'LabelerQuality'

/** A site's labelers and what was found about them, in one partition: a plant has a few dozen people and classes. */
export function createTableLabelerQualityStore(storage: Storage): LabelerQualityStore {
  const save = async (row: Row, version: string | undefined) => {
    try {
      return await writeVersioned(storage, table, row, version)
    } catch (cause) {
      if (cause instanceof Fault && cause.code === 'night-changed') throw new Fault('task-changed', undefined, { cause })
      throw cause
    }
  }
  const list = (site: string, kind: string) => listRows(storage, table, joinKey(site), prefixRange(kind), Number.POSITIVE_INFINITY)
  const read = ({ columns }: Pick<Row, 'columns'>) => JSON.parse(readLongText(columns))

  return {
    find: async (site, who, label) => {
      const row = await findRow(storage, table, joinKey(site), joinKey('q', who, label))
      return row && { value: LabelerQuality.parse(read(row)), version: row.etag }
    },
    save: (quality, version) => {
      const { site, who, label } = quality
      return save({ partitionKey: joinKey(site), rowKey: joinKey('q', who, label), columns: longText(canonicalJson(quality)) }, version)
    },
    list: async (site) => (await list(site, 'q')).map((row) => LabelerQuality.parse(read(row))),
    findFinding: async (site, id) => {
      const row = await findRow(storage, table, joinKey(site), joinKey('f', id))
      return row && { value: LabelerFinding.parse(read(row)), version: row.etag }
    },
    saveFinding: (finding, version) => {
      const row = { partitionKey: joinKey(finding.site), rowKey: joinKey('f', finding.id), columns: longText(canonicalJson(finding)) }
      return save(row, version)
    },
    findings: async (site) => (await list(site, 'f')).map((row) => LabelerFinding.parse(read(row))),
  }
}
