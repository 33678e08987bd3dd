import { type DatasetEntry, type DatasetItem, type DatasetVersion, DatasetVersion as Version } from '../domain/dataset.ts'
import { DatasetQuality, type QualityFinding } from '../domain/dataset-quality.ts'
import { DatasetStatistics } from '../domain/dataset-statistics.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Page } from '../domain/page.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import { DatasetSamples } from '../domain/sample-items.ts'
import type { Ports } from '../ports.ts'

type ReadPorts = Pick<Ports, 'datasets'>

/** @throws Fault `not-found` where there is no such version, or not for this person */
export async function findDataset({ datasets }: ReadPorts, person: Principal, version: DatasetVersion): Promise<DatasetEntry> {
  const entry = Version.safeParse(version).success ? await datasets.find(version) : undefined
  if (entry === undefined || !coversSite(person, entry.site)) throw new Fault('not-found')
  return entry
}

export interface DescribedDataset {
  readonly statistics: DatasetStatistics
  readonly findings: readonly QualityFinding[]
  readonly samples: DatasetSamples
}

/** What was counted when the version was made. */
export async function describeDataset({ datasets }: ReadPorts, version: DatasetVersion): Promise<DescribedDataset> {
  const read = async (name: string): Promise<unknown> => {
    const text = await datasets.file(version, name)
    if (text === undefined) throw new Fault('dataset-damaged', `${version} lacks its ${name}.`)
    return JSON.parse(text)
  }
  const [statistics, quality, samples] = await Promise.all(['statistics.json', 'quality.json', 'samples.json'].map(read))
  return {
    statistics: DatasetStatistics.parse(statistics),
    findings: DatasetQuality.parse(quality).findings,
    samples: DatasetSamples.parse(samples),
  }
}

export interface ItemQuery {
  readonly group?: DatasetItem['group'] | undefined
  readonly split?: DatasetItem['split'] | undefined
  readonly camera?: Id | undefined
  /** On the picture, or said to be absent. */
  readonly label?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

// A rare filter must not make one call read millions of lines; the caller comes again with the cursor.
const maxLines = 20_000

/** A page of items in their order. It may be short, even empty, and still have a cursor: only one without is the last. */
export async function listItems(
  { datasets }: ReadPorts,
  version: DatasetVersion,
  { cursor, limit, ...filter }: ItemQuery,
): Promise<Page<DatasetItem>> {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  const items: DatasetItem[] = []
  let lines = 0
  let place = cursor
  for await (const { item, next } of datasets.itemsFrom(version, Number(cursor ?? 0))) {
    // Only now is it known that there is one more.
    if (items.length === limit || lines === maxLines) return { items, cursor: place }
    if (fits(item, filter)) items.push(item)
    place = String(next)
    lines++
  }
  return { items, cursor: undefined }
}

function fits(item: DatasetItem, { group, split, camera, label }: Omit<ItemQuery, 'cursor' | 'limit'>): boolean {
  const is = <T>(value: T, wanted: T | undefined) => wanted === undefined || value === wanted
  const isLabelled = label === undefined || item.absent.includes(label) || item.annotations.some((one) => one.label === label)
  return isLabelled && is(item.group, group) && is(item.split, split) && is(item.camera, camera)
}
