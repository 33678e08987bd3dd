import type { DatasetItem, SplitName } from '../domain/dataset.ts'
import { compareItems } from '../domain/dataset-version.ts'
import type { Frame } from '../domain/frame.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { FrameStore } from '../ports.ts'

export interface LabelSources {
  readonly frames: Pick<FrameStore, 'labels' | 'manifest'>
}

/** What the frames of a recording teach. */
export interface RecordingContent {
  readonly videoSha256: string
  /** Of all frames, labelled or not. */
  readonly incidents: readonly Id[]
  readonly items: readonly Omit<DatasetItem, 'split'>[]
  /** Frames that cannot be learned from, by why. */
  readonly leftOut: ReadonlyMap<string, number>
}

/** Undefined where the recording has no frames or no labels (yet). */
export async function readContent({ frames }: LabelSources, recording: Id): Promise<RecordingContent | undefined> {
  const [labels, manifest] = await Promise.all([frames.labels(recording), frames.manifest(recording)])
  if (labels === undefined || manifest === undefined) return undefined
  const leftOut = new Map<string, number>()
  // The same picture may stand in a video twice; what was said of it says its time.
  const pictures = new Map(manifest.frames.map((frame) => [keyOf(frame.id, frame.ptsMs), frame]))
  const of = { camera: labels.camera, recording, videoSha256: manifest.videoSha256 }
  const items = labels.frames.flatMap((one): Omit<DatasetItem, 'split'>[] => {
    const frame = pictures.get(keyOf(one.frame, one.ptsMs))
    if (one.state === 'labelled' && frame !== undefined) {
      const { group, annotations } = one
      return [{ ...of, ...pictureOf(frame), group, annotations, incidents: sortedOnce(one.incidents), absent: sortedOnce(one.absent) }]
    }
    // Labels are made anew after frames are; until then a frame of before is not to be found.
    const why = one.state === 'labelled' ? 'frame-replaced' : one.state
    leftOut.set(why, (leftOut.get(why) ?? 0) + 1)
    return []
  })
  const incidents = sortedOnce(labels.frames.flatMap((one) => one.incidents))
  return { videoSha256: manifest.videoSha256, incidents, items, leftOut }
}

function pictureOf({ id, at, ptsMs, width, height, bytes, likeness }: Frame) {
  return { frame: id, at, ptsMs, width, height, bytes, likeness }
}

function keyOf(frame: string, ptsMs: number): string {
  return `${frame} ${ptsMs}`
}

function sortedOnce(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}

export interface SplitRecording {
  readonly recording: Id
  readonly camera: Id
  readonly startedAt: Instant
  readonly split: SplitName
}

/**
 * All items in the order of datasets. Recordings come by camera and start; only those that overlap are in memory at once.
 */
export async function* orderedItems(sources: LabelSources, recordings: Iterable<SplitRecording>): AsyncIterable<DatasetItem> {
  let waiting: DatasetItem[] = []
  for await (const [{ camera, startedAt, split }, content] of readAhead(sources, recordings)) {
    const isEarlier = (item: DatasetItem) => item.camera !== camera || item.at < startedAt
    yield* waiting.filter(isEarlier)
    const items = (content?.items ?? []).map((item) => ({ ...item, split }))
    waiting = [...waiting.filter((item) => !isEarlier(item)), ...items].sort(compareItems)
  }
  yield* waiting
}

const recordingsAhead = 8

/** Reads a few recordings at once, and answers in their order. */
export async function* readAhead<Of extends { readonly recording: Id }>(
  sources: LabelSources,
  recordings: Iterable<Of> | AsyncIterable<Of>,
): AsyncIterable<[Of, RecordingContent | undefined]> {
  const underWay: [Of, Promise<RecordingContent | undefined>][] = []
  for await (const of of recordings) {
    const content = readContent(sources, of.recording)
    // Whoever waits for it hears of a failure; until then nobody does.
    content.catch(() => {})
    underWay.push([of, content])
    const next = underWay.length > recordingsAhead ? underWay.shift() : undefined
    if (next !== undefined) yield [next[0], await next[1]]
  }
  for (const [of, content] of underWay) yield [of, await content]
}
