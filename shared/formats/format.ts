import type { Box } from '../domain/box.ts'
import type { DatasetHeader, DatasetItem, ExportFormat, SplitName } from '../domain/dataset.ts'
import type { ExportFile } from '../ports/night.ts'

/** What a writer is given. Nothing of it is held in memory: a writer goes over the items as often as it needs. */
export interface ExportSource {
  readonly header: DatasetHeader
  /** A fresh pass each time, always in the same order. */
  readonly items: () => AsyncIterable<DatasetItem>
  readonly images: 'included' | 'urls'
  /** The plain address of a frame's blob, without any secret. */
  readonly pictureUrl: (item: DatasetItem) => string
}

/** One way of writing a dataset down that other software reads, and of reading it back. */
export interface Format {
  readonly name: ExportFormat
  /** How to open it, for the README that goes with every export. */
  readonly guide: string
  /** Where a picture lies in the ZIP. Its group, and where the format knows splits its split, can be seen in it. */
  picturePath(item: DatasetItem): string
  /** Everything but the pictures. The same source gives the same bytes. */
  write(source: ExportSource): AsyncIterable<ExportFile>
  createReader(): AnnotationReader
  /** How far, in pixels, a box that was read back may be off. */
  readonly tolerancePx: number
}

export interface FoundObject {
  readonly label: string
  readonly box: Box
}

/** A picture as a file of annotations tells of it. */
export interface FoundImage {
  /** As the format spells it, for example `positive/4f….jpg`. */
  readonly picture: string
  readonly split: SplitName | undefined
  readonly objects: readonly FoundObject[]
}

/** Something in the file that cannot be taken as it is. `picture` is the one that it concerns, where that is known. */
export interface FoundProblem {
  readonly file: string
  /** Line or field. */
  readonly where: string
  readonly reason: string
  readonly picture?: string | undefined
}

export interface Findings {
  readonly images: readonly FoundImage[]
  /** The first of them. */
  readonly problems: readonly FoundProblem[]
  readonly problemCount: number
  /** Frames that have a problem; where a name has no frame in it, the name. */
  readonly refused: ReadonlySet<string>
  /** A problem of which nobody can say which picture it concerns: what was found may lack anything. */
  readonly isBroken: boolean
}

/**
 * Takes the files of an export, ours or somebody's tool's, one by one in any order. It keeps what it found (some
 * hundred bytes a picture), never the files. Files from strangers: what does not fit becomes a problem, never an exception.
 */
export interface AnnotationReader {
  /** Whether this file concerns the format at all. */
  wants(path: string): boolean
  /** Reads the content to its end. */
  take(path: string, content: AsyncIterable<Uint8Array>): Promise<void>
  finish(): Findings
}
