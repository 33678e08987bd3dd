import type { DatasetHeader, DatasetItem, DatasetVersion } from '../domain/dataset.ts'
import { type DatasetDifference, kindOfDifference } from '../domain/dataset-diff.ts'
import { compareItems } from '../domain/dataset-version.ts'
import { Fault } from '../domain/faults.ts'
import type { Page } from '../domain/page.ts'
import type { Ports } from '../ports.ts'

export interface DifferenceQuery {
  readonly kind?: DatasetDifference['kind'] | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

type ReadPorts = Pick<Ports, 'datasets'>

// Versions of a grown plant differ in few of millions of lines; the caller comes again with the cursor.
const maxLines = 20_000

/**
 * A page of the pictures that are not the same in two versions, in the order of datasets. It may be short, even empty,
 * and still have a cursor: only one without is the last.
 *
 * @throws Fault `input-invalid` where the versions are of different sites, or the cursor is none of ours
 */
export async function listDifferences(
  ports: ReadPorts,
  after: Pick<DatasetHeader, 'version' | 'site'>,
  before: Pick<DatasetHeader, 'version' | 'site'>,
  { kind, cursor, limit }: DifferenceQuery,
): Promise<Page<DatasetDifference>> {
  if (after.site !== before.site) throw new Fault('input-invalid', `against: ${before.version} is of another site.`)
  const places = /^(\d{1,15})-(\d{1,15})$/.exec(cursor ?? '0-0')
  if (places === null) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  const young = await openItems(ports, after.version, Number(places[1]))
  const old = await openItems(ports, before.version, Number(places[2]))
  try {
    const items: DatasetDifference[] = []
    for (let lines = 0; young.item !== undefined || old.item !== undefined; lines++) {
      // Only now is it known that there is one more.
      if (items.length === limit || lines === maxLines) return { items, cursor: `${young.place}-${old.place}` }
      const [one, other] = firstOf(young.item, old.item)
      const difference = kindOfDifference(one, other)
      if (difference !== 'same' && (kind === undefined || kind === difference))
        items.push({ kind: difference, ...(other && { before: other }), ...(one && { after: one }) })
      if (one !== undefined) await young.advance()
      if (other !== undefined) await old.advance()
    }
    return { items, cursor: undefined }
  } finally {
    await Promise.all([young.close(), old.close()])
  }
}

/** The picture that comes first, on the sides that have it. */
function firstOf(young: DatasetItem | undefined, old: DatasetItem | undefined): [DatasetItem | undefined, DatasetItem | undefined] {
  const order = young === undefined ? 1 : old === undefined ? -1 : compareItems(young, old)
  return [order <= 0 ? young : undefined, order >= 0 ? old : undefined]
}

/** Walks through a version and knows the byte at which the current item begins. */
async function openItems({ datasets }: ReadPorts, version: DatasetVersion, from: number) {
  const lines = datasets.itemsFrom(version, from)[Symbol.asyncIterator]()
  const reader = {
    item: undefined as DatasetItem | undefined,
    place: from,
    next: from,
    advance: async () => {
      const line = await lines.next()
      reader.place = reader.next
      reader.item = line.done ? undefined : line.value.item
      reader.next = line.done ? reader.next : line.value.next
    },
    close: async () => void (await lines.return?.(undefined)),
  }
  await reader.advance()
  return reader
}
