import { stringify } from 'yaml'
import { type DatasetItem, splitNames } from '../../domain/dataset.ts'
import type { ExportFile } from '../../ports/night.ts'
import type { ExportSource, Format } from '../format.ts'
import { objectsOf, rounded, splitFolder } from '../layout.ts'
import { createYoloReader } from './read.ts'

export const yolo: Format = {
  name: 'yolo',
  guide: `data.yaml          for Ultralytics: yolo detect train data=data.yaml
images/{train,val,test}/    pictures, {group}-{SHA-256}.jpg
labels/{train,val,test}/    a text file for each, one line an object: class x-centre y-centre width height

Numbers of labels begin at 0, coordinates are fractions of the picture. An empty text file teaches what is not there.`,
  picturePath: (item) => `images/${nameOf(item)}.jpg`,
  write: writeYolo,
  createReader: createYoloReader,
  tolerancePx: 0.01,
}

/** The group is in the file's name: several readers of this format know a split's folder, but none below it. */
function nameOf({ split, group, frame }: DatasetItem): string {
  return `${splitFolder[split]}/${group}-${frame}`
}

/** https://docs.ultralytics.com/datasets/detect */
async function* writeYolo({ header, items }: ExportSource): AsyncGenerator<ExportFile> {
  const names = Object.fromEntries(header.labels.map((label, index) => [index, label]))
  // No `path`: Ultralytics then takes the folder of this file, wherever it was unpacked.
  yield { path: 'data.yaml', text: [stringify({ train: 'images/train', val: 'images/val', test: 'images/test', names })] }
  for (const split of splitNames) {
    if (header.counts[split].frames > 0) continue
    // Ultralytics refuses a split whose folder is missing, and a ZIP has no empty folders.
    yield { path: `images/${splitFolder[split]}/EMPTY.txt`, text: ['No picture is in this split yet.\n'] }
  }
  for await (const item of items()) {
    const lines = objectsOf(item).map(({ label, box }) => {
      const numbers = [box.left + box.width / 2, box.top + box.height / 2, box.width, box.height]
      return `${header.labels.indexOf(label)} ${numbers.map((value) => rounded(value, 8).toFixed(8)).join(' ')}\n`
    })
    yield { path: `labels/${nameOf(item)}.txt`, text: lines }
  }
}
