import { type DatasetItem, splitNames } from '../../domain/dataset.ts'
import type { ExportFile } from '../../ports/night.ts'
import type { ExportSource, Format } from '../format.ts'
import { cornersOf, objectsOf, pictureName, splitFolder } from '../layout.ts'
import { escapeXml } from '../xml.ts'
import { createVocReader } from './read.ts'

export const voc: Format = {
  name: 'voc',
  guide: `Annotations/{group}/       one XML file a picture
JPEGImages/{group}/        pictures
ImageSets/Main/            names of the pictures of train, val and test
labelmap.txt               labels, for tools that do not take them from the XML files

Pascal's own coordinates: whole pixels, the first one is 1, xmax and ymax belong to the box. A tool that counts from 0
subtracts 1 from xmin and ymin (Datumaro: coordinate_mode="voc-one-based").`,
  picturePath: (item) => `JPEGImages/${pictureName(item)}`,
  write: writeVoc,
  createReader: createVocReader,
  // Half a pixel by rounding; a box thinner than a pixel is made one pixel wide.
  tolerancePx: 1,
}

/** http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/devkit_doc.html */
async function* writeVoc(source: ExportSource): AsyncGenerator<ExportFile> {
  const { header, items } = source
  yield {
    path: 'labelmap.txt',
    text: ['# label:color_rgb:parts:actions\n', ...header.labels.map((label) => `${label.replaceAll(':', '_')}:::\n`)],
  }
  for (const split of splitNames) yield { path: `ImageSets/Main/${splitFolder[split]}.txt`, text: namesOf(source, split) }
  for await (const item of items()) {
    yield { path: `Annotations/${item.group}/${item.frame}.xml`, text: [vocText(item, source)] }
  }
}

async function* namesOf({ items }: ExportSource, split: string): AsyncGenerator<string> {
  for await (const item of items()) if (item.split === split) yield `${item.group}/${item.frame}\n`
}

function vocText(item: DatasetItem, { header, images, pictureUrl }: ExportSource): string {
  const url = images === 'urls' ? `\n    <image>${escapeXml(pictureUrl(item))}</image>` : ''
  return `<annotation>
  <folder>JPEGImages</folder>
  <filename>${pictureName(item)}</filename>
  <source>
    <database>${escapeXml(header.version)}</database>${url}
  </source>
  <size><width>${item.width}</width><height>${item.height}</height><depth>3</depth></size>
  <segmented>0</segmented>
${objectsOf(item)
  .map((object) => objectText(object.label, pixelsOf(cornersOf(object, item), item)))
  .join('')}</annotation>
`
}

function objectText(label: string, { xmin, ymin, xmax, ymax }: ReturnType<typeof pixelsOf>): string {
  return `  <object>
    <name>${escapeXml(label)}</name>
    <pose>Unspecified</pose>
    <truncated>0</truncated>
    <difficult>0</difficult>
    <bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox>
  </object>
`
}

function pixelsOf({ left, top, right, bottom }: ReturnType<typeof cornersOf>, { width, height }: DatasetItem) {
  const xmin = Math.min(width, Math.round(left) + 1)
  const ymin = Math.min(height, Math.round(top) + 1)
  return { xmin, ymin, xmax: Math.max(xmin, Math.round(right)), ymax: Math.max(ymin, Math.round(bottom)) }
}
