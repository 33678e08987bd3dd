import { splitNames } from '../../domain/dataset.ts'
import type { ExportFile } from '../../ports/night.ts'
import type { ExportSource, Format } from '../format.ts'
import { cornersOf, objectsOf, pictureName, rounded, splitFolder, withNumbers } from '../layout.ts'
import { escapeXml } from '../xml.ts'
import { createCvatReader } from './read.ts'

export const cvat: Format = {
  name: 'cvat',
  guide: `annotations.xml    "CVAT for images 1.1", as CVAT exports a project
images/{train,val,test}/{group}/    pictures

To correct boxes in CVAT: make a task of the pictures (keep the folders of the groups), upload annotations.xml to it,
correct, export as "CVAT for images 1.1" and import that file here. Pictures are matched by their file names.`,
  picturePath: (item) => `images/${splitFolder[item.split]}/${pictureName(item)}`,
  write: async function* (source): AsyncGenerator<ExportFile> {
    yield { path: 'annotations.xml', text: cvatText(source) }
  },
  createReader: createCvatReader,
  tolerancePx: 0.01,
}

/** https://docs.cvat.ai/docs/manual/advanced/xml_format/ */
async function* cvatText({ header, items, images, pictureUrl }: ExportSource): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n'
  yield `  <meta>\n    <project>\n      <name>${escapeXml(header.version)}</name>\n      <labels>\n`
  for (const label of header.labels) {
    yield `        <label><name>${escapeXml(label)}</name><type>rectangle</type><attributes></attributes></label>\n`
  }
  yield '      </labels>\n      <tasks>\n'
  for (const split of splitNames) {
    const { frames } = header.counts[split]
    if (frames === 0) continue
    yield `        <task><name>${splitFolder[split]}</name><size>${frames}</size><mode>annotation</mode><subset>${splitFolder[split]}</subset></task>\n`
  }
  yield '      </tasks>\n    </project>\n  </meta>\n'
  for await (const { item, id } of withNumbers(items())) {
    const { width, height, split } = item
    const place = images === 'urls' ? ` url="${escapeXml(pictureUrl(item))}"` : ''
    const attributes = `id="${id - 1}" name="${pictureName(item)}" subset="${splitFolder[split]}" width="${width}" height="${height}"${place}`
    yield `  <image ${attributes}>\n`
    for (const object of objectsOf(item)) {
      const [xtl, ytl, xbr, ybr] = Object.values(cornersOf(object, item)).map((value) => rounded(value, 3))
      yield `    <box label="${escapeXml(object.label)}" source="manual" occluded="0" xtl="${xtl}" ytl="${ytl}" xbr="${xbr}" ybr="${ybr}" z_order="0"></box>\n`
    }
    yield '  </image>\n'
  }
  yield '</annotations>\n'
}
