import type { DatasetItem, DatasetVersion } from '../domain/dataset.ts'
import { wallClock } from '../domain/due-nights.ts'
import { Fault } from '../domain/faults.ts'
import type { FrameTruth } from '../domain/object-truth.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

const readsAtOnce = 8

export interface TestSplit {
  /** In the order of the dataset, each frame once. */
  readonly truths: readonly FrameTruth[]
  /** SHA-256 of the videos that frames of the other splits come from. */
  readonly taughtVideos: readonly string[]
}

/** The frozen test of a dataset: nobody who labels can move a frame into it or out of it. */
export async function collectTruths(
  { datasets }: Pick<Ports, 'datasets'>,
  timeZone: string,
  tested: DatasetVersion,
  alsoTaught: DatasetVersion | undefined,
): Promise<TestSplit> {
  const truths = new Map<string, FrameTruth>()
  const taught = new Set<string>()
  for await (const item of datasets.items(tested)) {
    if (item.split !== 'test') taught.add(item.videoSha256)
    else if (!truths.has(item.frame)) truths.set(item.frame, truthOf(item, timeZone))
  }
  if (alsoTaught !== undefined && alsoTaught !== tested) {
    for await (const item of datasets.items(alsoTaught)) if (item.split !== 'test') taught.add(item.videoSha256)
  }
  return { truths: [...truths.values()], taughtVideos: [...taught].sort() }
}

/** Hands over the pictures of the test in their order; some are read ahead. */
export async function readTestFrames(
  { frames }: Pick<Ports, 'frames'>,
  truths: readonly FrameTruth[],
  add: (picture: Uint8Array) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < truths.length; from += readsAtOnce) {
    const group = truths.slice(from, from + readsAtOnce)
    const pictures = new Map<string, Uint8Array>()
    await inParallel(group, readsAtOnce, async ({ frame }) => {
      const picture = await frames.read(frame)
      if (picture === undefined) throw new Fault('dataset-damaged', `Frame ${frame} is not stored.`)
      pictures.set(frame, picture)
    })
    for (const { frame } of group) await add(pictures.get(frame)!)
  }
}

function truthOf({ frame, camera, videoSha256, at, annotations }: DatasetItem, timeZone: string): FrameTruth {
  const localHour = Number(wallClock(new Date(at), timeZone).time.slice(0, 2))
  return { frame, camera, video: videoSha256, localHour, objects: annotations.map(({ label, box }) => ({ label, box })) }
}
