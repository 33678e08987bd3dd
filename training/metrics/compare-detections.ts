import type { Box } from '../../shared/domain/box.ts'
import type { Detection } from '../../shared/domain/detection.ts'
import type { PictureBoxes } from '../../shared/domain/match-boxes.ts'

/** What a detector found in one picture and what is there. */
export interface ComparedPicture {
  readonly detections: readonly Detection[]
  readonly truth: readonly { readonly label: string; readonly box: Box }[]
}

/** Sorts found and wanted boxes by label, in the form that `judge` takes; one list of pictures for each label. */
export function groupByLabel(labels: readonly string[], pictures: readonly ComparedPicture[]): PictureBoxes[][] {
  return labels.map((label) =>
    pictures.map(({ detections, truth }) => ({
      found: detections.filter((one) => one.label === label).map(({ confidence, box }) => ({ score: confidence, box })),
      wanted: truth.filter((one) => one.label === label).map(({ box }) => ({ box, isIgnored: false })),
    })),
  )
}
