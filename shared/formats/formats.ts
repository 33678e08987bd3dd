import type { ExportFormat } from '../domain/dataset.ts'
import { azureMl } from './azure-ml/azure-ml.ts'
import { coco } from './coco/coco.ts'
import { csv } from './csv/csv.ts'
import { cvat } from './cvat/cvat.ts'
import { datumaro } from './datumaro/datumaro.ts'
import type { Format } from './format.ts'
import { labelStudio } from './label-studio/label-studio.ts'
import { voc } from './voc/voc.ts'
import { yolo } from './yolo/yolo.ts'

export const formats: Readonly<Record<ExportFormat, Format>> = {
  coco,
  yolo,
  'azure-ml': azureMl,
  voc,
  cvat,
  'label-studio': labelStudio,
  datumaro,
  csv,
}
