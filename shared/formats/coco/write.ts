import type { DatasetItem, SplitName } from '../../domain/dataset.ts'
import { splitNames } from '../../domain/dataset.ts'
import type { ExportFile } from '../../ports/night.ts'
import type { ExportSource } from '../format.ts'
import { cornersOf, objectsOf, pictureName, rounded, splitFolder, withNumbers } from '../layout.ts'

/**
 * `annotations.json` and `splits.json`, which the trainer reads, and the same pictures once more by split as
 * `annotations/instances_{train,val,test}.json`, which other tools look for. Ids are the same in all of them.
 *
 * https://cocodataset.org/#format-data
 */
export async function* writeCoco(source: ExportSource): AsyncGenerator<ExportFile> {
  yield { path: 'annotations.json', text: cocoText(source) }
  yield { path: 'splits.json', text: splitsText(source) }
  for (const split of splitNames) {
    if (!(await hasAny(source, split))) continue
    yield { path: `annotations/instances_${splitFolder[split]}.json`, text: cocoText(source, split) }
  }
}

async function hasAny({ items }: ExportSource, split: SplitName): Promise<boolean> {
  for await (const item of items()) if (item.split === split) return true
  return false
}

async function* cocoText(source: ExportSource, split?: SplitName): AsyncGenerator<string> {
  const { header, items } = source
  const { version, site } = header
  const isIn = (item: DatasetItem) => split === undefined || item.split === split
  const info = { year: 0, version, description: `Frames and boxes of site ${site}`, contributor: '', url: '', date_created: '' }
  yield `{"info":${JSON.stringify(info)},\n"licenses":[],\n"images":[`
  let separator = '\n'
  for await (const { item, id } of withNumbers(items())) {
    if (!isIn(item)) continue
    yield separator + JSON.stringify(imageOf(item, id, source))
    separator = ',\n'
  }
  yield '\n],\n"annotations":['
  separator = '\n'
  let annotation = 0
  for await (const { item, id } of withNumbers(items())) {
    for (const object of objectsOf(item)) {
      annotation++
      if (!isIn(item)) continue
      const { left, top, right, bottom } = cornersOf(object, item)
      const bbox = [left, top, right - left, bottom - top].map((value) => rounded(value, 3))
      const area = rounded((right - left) * (bottom - top), 3)
      const category = header.labels.indexOf(object.label) + 1
      yield separator + JSON.stringify({ id: annotation, image_id: id, category_id: category, segmentation: [], area, bbox, iscrowd: 0 })
      separator = ',\n'
    }
  }
  const categories = header.labels.map((name, index) => ({ id: index + 1, name, supercategory: '' }))
  yield `\n],\n"categories":${JSON.stringify(categories)}}\n`
}

function imageOf(item: DatasetItem, id: number, { images, pictureUrl }: ExportSource) {
  const { width, height, at, group, camera, recording, absent } = item
  return {
    ...{ id, width, height, file_name: pictureName(item), license: 0, flickr_url: '' },
    coco_url: images === 'urls' ? pictureUrl(item) : '',
    date_captured: at,
    // Beyond COCO: readers let through what they do not know.
    ...{ group, camera, recording, absent },
  }
}

async function* splitsText({ header, items }: ExportSource): AsyncGenerator<string> {
  yield `{"version":${JSON.stringify(header.version)}`
  for (const split of splitNames) {
    yield `,\n"${split}":[`
    let separator = ''
    for await (const { item, id } of withNumbers(items())) {
      if (item.split !== split) continue
      yield separator + id
      separator = ','
    }
    yield ']'
  }
  yield '}\n'
}
