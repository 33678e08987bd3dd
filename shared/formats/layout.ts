import { clampBox } from '../domain/box.ts'
import type { DatasetItem, SplitName } from '../domain/dataset.ts'
import type { Annotation } from '../domain/frame-labels.ts'
import type { FoundObject } from './format.ts'

/** What the world calls our splits. */
export const splitFolder = { train: 'train', validate: 'val', test: 'test' } as const satisfies Record<SplitName, string>

const splitsByName: Readonly<Record<string, SplitName>> = {
  train: 'train',
  training: 'train',
  val: 'validate',
  valid: 'validate',
  validate: 'validate',
  validation: 'validate',
  test: 'test',
}

/** The split that a folder or subset is named after, in anybody's spelling. */
export function splitNamed(name: string | undefined): SplitName | undefined {
  return name !== undefined && Object.hasOwn(splitsByName, name.toLowerCase()) ? splitsByName[name.toLowerCase()] : undefined
}

/** `positive/4f….jpg`: a picture's name within its split. */
export function pictureName({ group, frame }: DatasetItem): string {
  return `${group}/${frame}.jpg`
}

/** The name without folders and ending, which is the frame's SHA-256 in everything that we write. */
export function stemOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(0, dot) : name
}

/** The frame that a picture's file is named after: tools put a prefix before a name or a suffix behind it, so any 64 hex digits count. */
export function frameNamed(path: string): string | undefined {
  return /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/.exec(stemOf(path))?.[0]
}

/** Thinner than this, in pixels, a box has no area in a format that writes three digits. */
const thinnestPx = 0.01

/** The boxes that every format can hold: cut to the picture, those without an area left out. */
export function objectsOf(item: DatasetItem): readonly (FoundObject & Pick<Annotation, 'source'>)[] {
  return item.annotations
    .map(({ label, box, source }) => ({ label, box: clampBox(box), source }))
    .filter(({ box }) => box.width * item.width >= thinnestPx && box.height * item.height >= thinnestPx)
}

/** Left, top, right and bottom in pixels, floats. */
export function cornersOf({ box }: FoundObject, { width, height }: DatasetItem) {
  return {
    left: box.left * width,
    top: box.top * height,
    right: Math.min(1, box.left + box.width) * width,
    bottom: Math.min(1, box.top + box.height) * height,
  }
}

/** Rounded to so many digits after the point, never written with an exponent below 1e21. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

export async function* withNumbers(items: AsyncIterable<DatasetItem>): AsyncGenerator<{ item: DatasetItem; id: number }> {
  let id = 0
  for await (const item of items) yield { item, id: ++id }
}
