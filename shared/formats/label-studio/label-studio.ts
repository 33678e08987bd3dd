import type { DatasetItem } from '../../domain/dataset.ts'
import type { ExportFile } from '../../ports/night.ts'
import type { ExportSource, Format } from '../format.ts'
import { objectsOf, pictureName, rounded, withNumbers } from '../layout.ts'
import { escapeXml } from '../xml.ts'
import { createLabelStudioReader } from './read.ts'

export const labelStudio: Format = {
  name: 'label-studio',
  guide: `tasks.json          tasks with their annotations, for "Import"
label-config.xml    the labelling interface that fits them
images/{group}/     pictures

With pictures included, tasks point to /data/local-files/?d=<version>/images/...: unpack into a folder named like the
version below LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT and add it as local storage. Boxes are percent of the picture.
A task with an annotation without a result teaches what is not there.`,
  picturePath: (item) => `images/${pictureName(item)}`,
  write: async function* (source): AsyncGenerator<ExportFile> {
    yield { path: 'label-config.xml', text: [configOf(source.header.labels)] }
    yield { path: 'tasks.json', text: tasksOf(source) }
  },
  createReader: createLabelStudioReader,
  tolerancePx: 0.01,
}

function configOf(labels: readonly string[]): string {
  const rows = labels.map((label) => `    <Label value="${escapeXml(label)}"/>\n`).join('')
  return `<View>\n  <Image name="image" value="$image"/>\n  <RectangleLabels name="label" toName="image">\n${rows}  </RectangleLabels>\n</View>\n`
}

/** https://labelstud.io/guide/export#Label-Studio-JSON-format-of-annotated-tasks */
async function* tasksOf(source: ExportSource): AsyncGenerator<string> {
  yield '['
  let separator = '\n'
  for await (const { item, id } of withNumbers(source.items())) {
    yield separator + JSON.stringify(taskOf(item, id, source))
    separator = ',\n'
  }
  yield '\n]\n'
}

function taskOf(item: DatasetItem, id: number, { header, images, pictureUrl }: ExportSource) {
  const { split, group, camera, at, frame, width, height } = item
  const image = images === 'urls' ? pictureUrl(item) : `/data/local-files/?d=${header.version}/images/${pictureName(item)}`
  const result = objectsOf(item).map(({ label, box }, index) => ({
    ...{ id: `${frame.slice(0, 12)}-${index + 1}`, from_name: 'label', to_name: 'image', type: 'rectanglelabels', origin: 'manual' },
    ...{ original_width: width, original_height: height, image_rotation: 0 },
    value: {
      x: rounded(box.left * 100, 6),
      y: rounded(box.top * 100, 6),
      width: rounded(box.width * 100, 6),
      height: rounded(box.height * 100, 6),
      rotation: 0,
      rectanglelabels: [label],
    },
  }))
  return {
    id,
    data: { image, frame, split, group, camera, at },
    annotations: [{ id, was_cancelled: false, ground_truth: false, result }],
    predictions: [],
  }
}
