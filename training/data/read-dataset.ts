import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import { z } from 'zod'
import { clampBox } from '../../shared/domain/box.ts'
import { Fault } from '../../shared/domain/faults.ts'
import type { Dataset, Picture, TruthObject } from './dataset.ts'
import { CocoFile, SplitsFile, splitNames } from './dataset-files.ts'

type CocoImage = CocoFile['images'][number]
type CocoAnnotation = CocoFile['annotations'][number]

/** How far, in pixels, a box may reach over its picture's edge: labelling tools round outwards. */
const edgeTolerance = 2

/**
 * Reads `annotations.json` and `splits.json` of a dataset folder (training/README.md says their form).
 *
 * Faults with `input-invalid`, naming file and field, where they are malformed or contradict each other: a wrong label
 * that slips through costs a night of training and is found much later, by its effect.
 */
export async function readDataset(folder: string): Promise<Dataset> {
  const [cocoText, splitsText] = await Promise.all([readText(folder, 'annotations.json'), readText(folder, 'splits.json')])
  const coco = parse('annotations.json', cocoText, CocoFile)
  const splits = parse('splits.json', splitsText, SplitsFile)
  const images = uniqueBy('annotations.json: images', coco.images, (image) => image.id)
  const categories = uniqueBy('annotations.json: categories', coco.categories, (category) => category.id)
  uniqueBy('annotations.json: categories', coco.categories, (category) => category.name)
  checkSplits(splits, images)

  for (const [index, annotation] of coco.annotations.entries()) checkAnnotation(index, annotation, images, categories)
  const objects = new Map(coco.images.map((image): [number, CocoAnnotation[]] => [image.id, []]))
  for (const annotation of coco.annotations) objects.get(annotation.image_id)?.push(annotation)
  const learned = new Set(splits.train.flatMap((id) => labelsToLearn(objects.get(id) ?? [])))
  if (learned.size === 0) throw new Fault('input-invalid', 'splits.json: train: none of these images has an annotation to learn from.')
  const kept = coco.categories.filter((category) => learned.has(category.id))
  const labelOf = new Map(kept.map((category, label) => [category.id, label]))

  const toPicture = (id: number): Picture => {
    const image = images.get(id) as CocoImage
    const found = (objects.get(id) ?? []).flatMap((annotation) => toObject(annotation, image, labelOf))
    return { file: pathOf(folder, image), width: image.width, height: image.height, objects: found }
  }
  const digest = createHash('sha256').update(cocoText).update(splitsText).digest('hex')
  return {
    version: splits.version ?? coco.info?.version ?? `sha256-${digest.slice(0, 16)}`,
    labels: kept.map((category) => category.name),
    unlearned: coco.categories.filter((category) => !learned.has(category.id)).map((category) => category.name),
    splits: { train: splits.train.map(toPicture), validate: splits.validate.map(toPicture), test: splits.test.map(toPicture) },
  }
}

async function readText(folder: string, name: string): Promise<string> {
  return await readFile(join(folder, name), 'utf8').catch((cause) => {
    throw new Fault('input-invalid', `${name} cannot be read in the dataset folder ${folder}.`, { cause })
  })
}

function parse<T extends z.ZodType>(name: string, text: string, schema: T): z.output<T> {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw new Fault('input-invalid', `${name} is not JSON.`, { cause })
  }
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, 5).map((issue) => `${z.core.toDotPath(issue.path) || 'the whole file'}: ${issue.message}`)
  throw new Fault('input-invalid', `${name}: ${issues.join('; ')}`)
}

function uniqueBy<T, K>(where: string, items: readonly T[], keyOf: (item: T) => K): Map<K, T> {
  const found = new Map<K, T>()
  for (const [index, item] of items.entries()) {
    const key = keyOf(item)
    if (found.has(key)) throw new Fault('input-invalid', `${where}[${index}]: ${key} is there twice.`)
    found.set(key, item)
  }
  return found
}

/** An image in two splits would let the net be tested on what it learned by heart. */
function checkSplits(splits: SplitsFile, images: ReadonlyMap<number, CocoImage>): void {
  const seen = new Map<number, string>()
  for (const split of splitNames) {
    for (const [index, id] of splits[split].entries()) {
      const where = `splits.json: ${split}[${index}]`
      if (!images.has(id)) throw new Fault('input-invalid', `${where}: annotations.json has no image ${id}.`)
      if (seen.has(id)) throw new Fault('input-invalid', `${where}: image ${id} is in ${seen.get(id)}, too.`)
      seen.set(id, `${split}[${index}]`)
    }
  }
}

function checkAnnotation(
  index: number,
  annotation: CocoAnnotation,
  images: ReadonlyMap<number, CocoImage>,
  categories: ReadonlyMap<number, unknown>,
): void {
  const where = `annotations.json: annotations[${index}]`
  const image = images.get(annotation.image_id)
  if (image === undefined) throw new Fault('input-invalid', `${where}.image_id: there is no image ${annotation.image_id}.`)
  if (!categories.has(annotation.category_id)) {
    throw new Fault('input-invalid', `${where}.category_id: there is no category ${annotation.category_id}.`)
  }
  const [left, top, width, height] = annotation.bbox
  const reach = Math.max(-left, -top, left + width - image.width, top + height - image.height)
  if (reach > edgeTolerance) {
    throw new Fault('input-invalid', `${where}.bbox: [${annotation.bbox}] reaches out of the ${image.width} × ${image.height} image.`)
  }
}

function labelsToLearn(annotations: readonly CocoAnnotation[]): number[] {
  return annotations.flatMap((annotation) => (annotation.iscrowd === 0 ? [annotation.category_id] : []))
}

function toObject(annotation: CocoAnnotation, image: CocoImage, labelOf: ReadonlyMap<number, number>): TruthObject[] {
  const label = labelOf.get(annotation.category_id)
  if (label === undefined) return []
  const [left, top, width, height] = annotation.bbox
  const box = clampBox({ left: left / image.width, top: top / image.height, width: width / image.width, height: height / image.height })
  return [{ label, box, isIgnored: annotation.iscrowd === 1 }]
}

/** Pictures are looked for in the dataset's own `images` folder only. */
function pathOf(folder: string, image: CocoImage): string {
  const name = normalize(image.file_name)
  if (name.startsWith('..') || name.startsWith(sep) || /^[a-z]:/i.test(name)) {
    throw new Fault('input-invalid', `annotations.json: image ${image.id}: file_name ${image.file_name} leads out of the images folder.`)
  }
  return join(folder, 'images', name)
}
