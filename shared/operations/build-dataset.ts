import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { type DatasetHeader, type DatasetItem, type DatasetVersion, SplitName } from '../domain/dataset.ts'
import { judgeQuality } from '../domain/dataset-quality.ts'
import { assignSplits, type SplitPlan } from '../domain/dataset-splits.ts'
import { createStatistics } from '../domain/dataset-statistics.ts'
import { createDatasetDigest } from '../domain/dataset-version.ts'
import { Fault } from '../domain/faults.ts'
import { createHashTable } from '../domain/hash-table.ts'
import type { Id } from '../domain/ids.ts'
import { createSampler } from '../domain/sample-items.ts'
import { framesAmount } from '../domain/share-out.ts'
import { createItemWatch } from '../domain/watch-items.ts'
import type { Ports } from '../ports.ts'
import { type CollectedFacts, collectSplitFacts } from './collect-split-facts.ts'
import { compareVersions } from './compare-versions.ts'
import { type LabelSources, orderedItems, type SplitRecording } from './read-labelled.ts'

export interface BuiltDataset {
  /** Undefined where nothing is labelled yet. */
  readonly version: DatasetVersion | undefined
  readonly items: number
  /** Whether nothing had this content before. */
  readonly isNew: boolean
}

type BuildPorts = Pick<Ports, 'recordingWork' | 'datasets' | 'nights' | 'clock'> & LabelSources

/**
 * Makes all labelled frames of a site into a dataset version. Its name follows from its content: the same labels give the
 * same version, whenever and however often it is built, and whatever killed the build before.
 *
 * The labels are read three times (splits, digest, items), so that memory grows with recordings and not with frames.
 *
 * @throws Fault `dataset-leak` when something would be in two splits; nothing is stored then
 * @throws Fault `dataset-changed` when labels or splits changed meanwhile: trying again takes them as they are
 */
export async function buildDataset(ports: BuildPorts, { site, night }: { site: Id; night: string }): Promise<BuiltDataset> {
  const { datasets, nights } = ports
  const { value: policy } = await nights.policy(site)
  const stored = await datasets.splits(site)
  const earlier = new Map(Object.entries(stored.value).map(([recording, split]) => [recording, SplitName.parse(split)]))
  const collect = () => collectSplitFacts(ports, site, (recording) => earlier.has(recording))
  const facts = await collect()
  const plan = assignSplits(facts.recordings, earlier, { validate: policy.validateShare, test: policy.testShare })
  const recordings = included(facts, plan)
  if (recordings.length === 0) return { version: undefined, items: 0, isNew: false }

  const { header, files, leaks } = await describe(ports, site, recordings, facts, plan)
  if (leaks.length > 0) {
    // Verdicts and incidents go on while a night runs. What they tied together after the splits were made is not our fault.
    const isSame = canonicalJson((await collect()).recordings) === canonicalJson(facts.recordings)
    throw new Fault(isSame ? 'dataset-leak' : 'dataset-changed', leaks.join(', '))
  }
  if (plan.splits.size > earlier.size) {
    await datasets.saveSplits(site, Object.fromEntries(plan.splits), stored.version)
    crashPoint('dataset-splits')
  }
  const known = await datasets.find(header.version)
  if (known !== undefined) return { version: known.version, items: known.items, isNew: false }
  await datasets.save(header, once(orderedItems(ports, recordings)), files)
  await enter(ports, header.version, night)
  return { version: header.version, items: header.items, isNew: true }
}

function included({ recordings }: CollectedFacts, { splits, leftOut }: SplitPlan): readonly SplitRecording[] {
  return recordings.flatMap(({ recording, camera, startedAt, amounts }) => {
    const split = splits.get(recording)
    const isIn = split !== undefined && !leftOut.has(recording) && (amounts.get(framesAmount) ?? 0) > 0
    return isIn ? [{ recording, camera, startedAt, split }] : []
  })
}

/** Goes through all items once: what they are called, what is to be said about them, whether they may be. */
async function describe(
  ports: LabelSources,
  site: Id,
  recordings: readonly SplitRecording[],
  facts: CollectedFacts,
  plan: SplitPlan,
): Promise<{ header: DatasetHeader; files: Readonly<Record<string, string>>; leaks: readonly string[] }> {
  const digest = createDatasetDigest()
  const counting = createStatistics()
  const sampling = createSampler()
  const watch = createItemWatch()
  for await (const item of orderedItems(ports, recordings)) {
    if (!watch.add(item)) continue
    digest.add(item)
    counting.add(item)
    sampling.add(item)
  }
  const seen = watch.facts()
  const leftOut = {
    ...Object.fromEntries(facts.leftOut),
    ...countLeftOut(facts, plan),
    ...(seen.duplicates > 0 && { duplicate: seen.duplicates }),
  }
  const header = digest.header(site, { splitBy: plan.splitBy, leftOut })
  const statistics = counting.finish()
  const findings = judgeQuality(header, statistics, seen)
  const files = { 'statistics.json': statistics, 'quality.json': { findings }, 'samples.json': sampling.finish() }
  return {
    header,
    leaks: seen.leaks,
    files: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, canonicalJson(content)])),
  }
}

function countLeftOut({ recordings }: CollectedFacts, { leftOut }: SplitPlan): Record<string, number> {
  const frames = recordings.reduce((all, one) => all + (leftOut.has(one.recording) ? (one.amounts.get(framesAmount) ?? 0) : 0), 0)
  return frames > 0 ? { 'bridges-splits': frames } : {}
}

/** Each picture once, the first: the same choice as when the digest was made. */
async function* once(items: AsyncIterable<DatasetItem>): AsyncIterable<DatasetItem> {
  const seen = createHashTable()
  for await (const item of items) {
    if (seen.get(item.frame) !== undefined) continue
    seen.set(item.frame, 1)
    yield item
  }
}

/** The row that people list comes last: what they see is whole. */
async function enter({ datasets, clock }: Pick<Ports, 'datasets' | 'clock'>, version: DatasetVersion, night: string): Promise<void> {
  const header = await datasets.header(version)
  if (header === undefined) throw new Fault('dataset-changed', `${version} is gone.`)
  const [newest] = (await datasets.list({ sites: [header.site], limit: 1 })).items
  // Worked out here, where nobody waits for it.
  if (newest !== undefined) await compareVersions({ datasets }, header, newest)
  // Never before the version that it follows, whatever the clocks of two machines say.
  const createdAtMs = Math.max(clock().getTime(), newest === undefined ? 0 : Date.parse(newest.createdAt) + 1)
  const createdAt = new Date(createdAtMs).toISOString()
  await datasets.add({ ...header, createdAt, night, ...(newest !== undefined && { previous: newest.version }) })
}
