import { type SplitName, splitNames } from '../../domain/dataset.ts'
import type { ExportFile } from '../../ports/night.ts'
import type { ExportSource, Format } from '../format.ts'
import { cornersOf, objectsOf, pictureName, rounded, splitFolder, withNumbers } from '../layout.ts'
import { createDatumaroReader } from './read.ts'

export const datumaro: Format = {
  name: 'datumaro',
  guide: `annotations/{train,val,test}.json      Datumaro's own format
images/{train,val,test}/{group}/       pictures

Datumaro turns it into some forty others: datum convert -if datumaro -f <format> ...`,
  picturePath: (item) => `images/${splitFolder[item.split]}/${pictureName(item)}`,
  write: async function* (source): AsyncGenerator<ExportFile> {
    for (const split of splitNames) {
      if (source.header.counts[split].frames > 0) yield { path: `annotations/${splitFolder[split]}.json`, text: textOf(source, split) }
    }
  },
  createReader: createDatumaroReader,
  tolerancePx: 0.01,
}

/** https://open-edge-platform.github.io/datumaro/latest/docs/data-formats/formats/datumaro.html */
async function* textOf({ header, items, images, pictureUrl }: ExportSource, split: SplitName): AsyncGenerator<string> {
  const labels = header.labels.map((name) => ({ name, parent: '', attributes: [] }))
  const head = {
    dm_format_version: '1.0',
    media_type: 2,
    infos: { version: header.version },
    categories: { label: { labels, label_groups: [], attributes: [] } },
  }
  yield `${JSON.stringify(head).slice(0, -1)},\n"items":[`
  let separator = '\n'
  let annotation = 0
  for await (const { item } of withNumbers(items())) {
    const objects = objectsOf(item)
    annotation += objects.length
    if (item.split !== split) continue
    const first = annotation - objects.length
    const { group, camera, recording, at } = item
    const url = images === 'urls' ? { url: pictureUrl(item) } : {}
    const content = {
      id: pictureName(item).replace(/\.jpg$/, ''),
      annotations: objects.map((object, index) => ({
        ...{ id: first + index, type: 'bbox', attributes: {}, group: 0, z_order: 0 },
        ...{ label_id: header.labels.indexOf(object.label), bbox: bboxOf(cornersOf(object, item)) },
      })),
      attr: { group, camera, recording, at, ...url },
      image: { path: pictureName(item), size: [item.height, item.width] },
    }
    yield separator + JSON.stringify(content)
    separator = ',\n'
  }
  yield '\n]}\n'
}

function bboxOf({ left, top, right, bottom }: ReturnType<typeof cornersOf>): number[] {
  return [rounded(left, 3), rounded(top, 3), rounded(right - left, 3), rounded(bottom - top, 3)]
}
