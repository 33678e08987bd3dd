import type { DatasetItem } from '../domain/dataset.ts'
import type { SplitFacts } from '../domain/dataset-splits.ts'
import { compareText } from '../domain/dataset-version.ts'
import { createHashTable } from '../domain/hash-table.ts'
import type { Id } from '../domain/ids.ts'
import { framesAmount } from '../domain/share-out.ts'
import type { Ports } from '../ports.ts'
import { type LabelSources, readAhead } from './read-labelled.ts'

export interface CollectedFacts {
  /** By camera and start: the order of datasets. */
  readonly recordings: readonly SplitFacts[]
  /** Frames of the site that cannot be learned from, by why. */
  readonly leftOut: ReadonlyMap<string, number>
}

/**
 * What the splits need to know of a site's recordings. Those that were given a split once are among them even without
 * labels today: their incidents may tie others to that split.
 */
export async function collectSplitFacts(
  ports: Pick<Ports, 'recordingWork'> & LabelSources,
  site: Id,
  hasSplit: (recording: Id) => boolean,
): Promise<CollectedFacts> {
  const recordings: (SplitFacts & { links: string[] })[] = []
  const leftOut = new Map<string, number>()
  const firstWith = createHashTable()
  for await (const [{ recording, camera, startedAt }, content] of readAhead(ports, labelledWork(ports, site))) {
    if (content === undefined) continue
    for (const [why, count] of content.leftOut) leftOut.set(why, (leftOut.get(why) ?? 0) + count)
    if (content.items.length === 0 && !hasSplit(recording)) continue
    const links = [`recording ${recording}`, `video ${content.videoSha256}`, ...content.incidents.map((incident) => `incident ${incident}`)]
    for (const { frame } of content.items) {
      // The same picture, byte for byte: somebody filmed a film, or a file was sent twice. It must not be in two splits.
      const first = firstWith.get(frame) ?? recordings.length
      firstWith.set(frame, first)
      const twin = recordings[first]
      if (twin !== undefined) links.push(`recording ${twin.recording}`)
    }
    recordings.push({ recording, camera, startedAt, links: [...new Set(links)], amounts: amountsOf(content.items) })
  }
  return { recordings: recordings.sort(byCameraAndStart), leftOut }
}

async function* labelledWork({ recordingWork }: Pick<Ports, 'recordingWork'>, site: Id) {
  for await (const work of recordingWork.all(site)) if (work.positive !== undefined) yield work
}

function amountsOf(items: readonly Pick<DatasetItem, 'group' | 'annotations'>[]): ReadonlyMap<string, number> {
  const amounts = new Map([[framesAmount, items.length]])
  const count = (what: string) => amounts.set(what, (amounts.get(what) ?? 0) + 1)
  for (const { group, annotations } of items) {
    if (group === 'false-positive') count('false-positive')
    for (const label of new Set(annotations.map((one) => one.label))) count(`positive ${label}`)
  }
  return amounts
}

function byCameraAndStart(a: SplitFacts, b: SplitFacts): number {
  return compareText(a.camera, b.camera) || compareText(a.startedAt, b.startedAt) || compareText(a.recording, b.recording)
}
