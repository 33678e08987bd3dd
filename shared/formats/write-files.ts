import type { ExportFile } from '../ports/night.ts'
import type { ExportSource, Format } from './format.ts'
import { objectsOf } from './layout.ts'
import { readmeOf } from './readme.ts'

export interface SourceCounts {
  readonly frames: number
  readonly annotations: number
  /** Boxes without an area, which no format can hold. */
  readonly dropped: number
}

export async function countSource({ items }: ExportSource): Promise<SourceCounts> {
  let [frames, annotations, dropped] = [0, 0, 0]
  for await (const item of items()) {
    const kept = objectsOf(item).length
    frames++
    annotations += kept
    dropped += item.annotations.length - kept
  }
  return { frames, annotations, dropped }
}

/** All files of an export in the order of its ZIP: what it is, annotations, then pictures or their addresses. */
export async function* writeFiles(format: Format, source: ExportSource, counts: SourceCounts): AsyncGenerator<ExportFile> {
  yield { path: 'README.txt', text: [readmeOf(format, source, counts)] }
  yield* format.write(source)
  if (source.images === 'urls') yield { path: 'urls.txt', text: urlsOf(format, source) }
  else for await (const item of source.items()) yield { path: format.picturePath(item), frame: item.frame }
}

async function* urlsOf(format: Format, { items, pictureUrl }: ExportSource): AsyncGenerator<string> {
  for await (const item of items()) yield `${format.picturePath(item)}\t${pictureUrl(item)}\n`
}
