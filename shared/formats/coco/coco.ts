import type { Format } from '../format.ts'
import { pictureName } from '../layout.ts'
import { createCocoReader } from './read.ts'
import { writeCoco } from './write.ts'

export const coco: Format = {
  name: 'coco',
  guide: `annotations.json   COCO detection file over all splits; file_name is the path below images/
splits.json        ids of the images of train, validate and test
annotations/       the same by split: instances_train.json, instances_val.json, instances_test.json

The trainer of Sightloop reads this folder as it is. bbox is left, top, width, height in pixels. Ids of categories
begin at 1. An image without an annotation teaches what is not there.`,
  picturePath: (item) => `images/${pictureName(item)}`,
  write: writeCoco,
  createReader: createCocoReader,
  tolerancePx: 0.01,
}
