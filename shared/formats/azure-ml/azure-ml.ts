import { type DatasetItem, type SplitName, splitNames } from '../../domain/dataset.ts'
import type { ExportFile } from '../../ports/night.ts'
import type { ExportSource, Format } from '../format.ts'
import { objectsOf, pictureName, splitFolder } from '../layout.ts'
import { createAzureMlReader } from './read.ts'

/** Nobody but the reader knows the workspace; mltable and AutoML take the long form of the address only. */
const datastore =
  'azureml://subscriptions/SUBSCRIPTION/resourcegroups/RESOURCE-GROUP/workspaces/WORKSPACE/datastores/workspaceblobstore/paths'

export const azureMl: Format = {
  name: 'azure-ml',
  guide: `{train,val,test}/MLTable              opens the annotations of a split as a table (mltable.load, or a data asset)
{train,val,test}/annotations.jsonl    one picture a line, for AutoML object detection
images/{group}/                       pictures

Corners are fractions of the picture. label is an empty list where nothing is: that teaches what is not there.
With pictures included, upload the unpacked folder images/ as <version>/images/ to a datastore of the workspace and put
your own names for the three words in capitals of each image_url:
  sed -i 's/SUBSCRIPTION/.../; s/RESOURCE-GROUP/.../; s/WORKSPACE/.../' */annotations.jsonl`,
  picturePath: (item) => `images/${pictureName(item)}`,
  write: writeAzureMl,
  createReader: createAzureMlReader,
  tolerancePx: 0.01,
}

const mlTable = `$schema: https://azuremlschemas.azureedge.net/latest/MLTable.schema.json
type: mltable
paths:
  - file: ./annotations.jsonl
transformations:
  - read_json_lines:
      encoding: utf8
      invalid_lines: error
      include_path_column: false
  - convert_column_types:
      - columns: image_url
        column_type: stream_info
`

/** https://learn.microsoft.com/azure/machine-learning/reference-automl-images-schema */
async function* writeAzureMl(source: ExportSource): AsyncGenerator<ExportFile> {
  for (const split of splitNames) {
    if (source.header.counts[split].frames === 0) continue
    yield { path: `${splitFolder[split]}/MLTable`, text: [mlTable] }
    yield { path: `${splitFolder[split]}/annotations.jsonl`, text: linesOf(source, split) }
  }
}

async function* linesOf(source: ExportSource, split: SplitName): AsyncGenerator<string> {
  for await (const item of source.items()) if (item.split === split) yield lineOf(item, source)
}

function lineOf(item: DatasetItem, { header, images, pictureUrl }: ExportSource): string {
  const { width, height } = item
  const url = images === 'urls' ? pictureUrl(item) : `${datastore}/${header.version}/images/${pictureName(item)}`
  const objects = objectsOf(item).map(({ label, box }) => {
    const [right, bottom] = [Math.min(1, box.left + box.width), Math.min(1, box.top + box.height)]
    const corners = `"topX":${fraction(box.left)},"topY":${fraction(box.top)},"bottomX":${fraction(right)},"bottomY":${fraction(bottom)}`
    return `{"label":${JSON.stringify(label)},${corners},"isCrowd":0}`
  })
  const details = JSON.stringify({ format: 'jpg', width, height })
  return `{"image_url":${JSON.stringify(url)},"image_details":${details},"label":[${objects.join(',')}]}\n`
}

/** Always with a point: mltable takes the type of a field from its first value, and a 0 among fractions makes them all null. */
function fraction(value: number): string {
  return value.toFixed(8)
}
