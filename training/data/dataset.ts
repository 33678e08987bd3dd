import type { Box } from '../../shared/domain/box.ts'
import type { SplitName } from './dataset-files.ts'

/** A labelled object; `label` is an index into the dataset's labels. */
export interface TruthObject {
  readonly label: number
  /** Fractions of the picture. */
  readonly box: Box
  /** A crowd: boxes here are neither wanted nor held against the net. */
  readonly isIgnored: boolean
}

export interface Picture {
  readonly file: string
  readonly width: number
  readonly height: number
  readonly objects: readonly TruthObject[]
}

/** A dataset that was checked: its files name each other consistently; the pictures themselves are read later. */
export interface Dataset {
  readonly version: string
  /** Labels with at least one object to learn from, in the order of the categories. */
  readonly labels: readonly string[]
  /** Labels that the files name but that have no object in `train`. */
  readonly unlearned: readonly string[]
  readonly splits: Readonly<Record<SplitName, readonly Picture[]>>
}
