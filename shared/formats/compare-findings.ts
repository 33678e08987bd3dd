import type { DatasetItem } from '../domain/dataset.ts'
import type { ExportSource, Findings, Format, FoundImage, FoundObject } from './format.ts'
import { frameNamed, objectsOf } from './layout.ts'

/** So many differences are told; one is enough to fail. */
const maxTold = 20

export interface Comparison {
  readonly frames: number
  readonly annotations: number
  /** What is not the same, for people. */
  readonly differences: readonly string[]
}

/** Holds what a reader found in an export against its source: every picture, split, label and box, in both directions. */
export async function compareFindings(
  { tolerancePx }: Format,
  { items }: ExportSource,
  { images, problems }: Findings,
): Promise<Comparison> {
  const differences = problems.slice(0, maxTold).map(({ file, where, reason }) => `${file}, ${where}: ${reason}`)
  const byFrame = new Map(images.map((image) => [frameNamed(image.picture) ?? image.picture, image]))
  if (byFrame.size !== images.length) differences.push('A picture is there twice.')
  let [frames, annotations] = [0, 0]
  for await (const item of items()) {
    frames++
    const found = byFrame.get(item.frame)
    byFrame.delete(item.frame)
    annotations += found?.objects.length ?? 0
    const difference = found === undefined ? 'is missing' : differenceOf(item, found, tolerancePx)
    if (difference !== undefined && differences.length < maxTold) differences.push(`Picture ${item.frame} ${difference}.`)
  }
  for (const frame of byFrame.keys()) if (differences.length < maxTold) differences.push(`Picture ${frame} is not in the dataset.`)
  return { frames, annotations, differences }
}

function differenceOf(item: DatasetItem, found: FoundImage, tolerancePx: number): string | undefined {
  if (found.split !== undefined && found.split !== item.split) return `is in ${found.split} instead of ${item.split}`
  const expected = objectsOf(item)
  if (expected.length !== found.objects.length) return `has ${found.objects.length} boxes instead of ${expected.length}`
  const wrong = expected.findIndex((object, index) => !isSame(object, found.objects[index], item, tolerancePx))
  return wrong < 0 ? undefined : `has another label or box ${wrong + 1} than the dataset`
}

function isSame(a: FoundObject, b: FoundObject | undefined, { width, height }: DatasetItem, tolerancePx: number): boolean {
  if (b === undefined || a.label !== b.label) return false
  const horizontal = [a.box.left - b.box.left, a.box.left + a.box.width - b.box.left - b.box.width]
  const vertical = [a.box.top - b.box.top, a.box.top + a.box.height - b.box.top - b.box.height]
  return (
    horizontal.every((difference) => Math.abs(difference) * width <= tolerancePx) &&
    vertical.every((difference) => Math.abs(difference) * height <= tolerancePx)
  )
}
