import { stringify } from 'csv-stringify/sync'
import type { DatasetItem } from '../../domain/dataset.ts'
import type { ExportFile } from '../../ports/night.ts'
import type { ExportSource, Format } from '../format.ts'
import { objectsOf, pictureName, rounded } from '../layout.ts'
import { guardCell } from './guard-cell.ts'
import { createCsvReader } from './read.ts'

export const csv: Format = {
  name: 'csv',
  guide: `annotations.csv     one line an object; a picture without one has one line without label and box
images/{group}/     pictures

RFC 4180, UTF-8. Coordinates are fractions of the picture. A text that a spreadsheet would take for a formula begins with '.`,
  picturePath: (item) => `images/${pictureName(item)}`,
  write: async function* (source): AsyncGenerator<ExportFile> {
    yield { path: 'annotations.csv', text: textOf(source) }
  },
  createReader: createCsvReader,
  tolerancePx: 0.01,
}

export const csvColumns = [
  ...['picture', 'split', 'group', 'label', 'left', 'top', 'width', 'height', 'picture_width', 'picture_height'],
  ...['camera', 'recording', 'at', 'pts_ms', 'source', 'url'],
]

async function* textOf({ items, images, pictureUrl }: ExportSource): AsyncGenerator<string> {
  yield csvLines([csvColumns])
  for await (const item of items()) yield csvLines(rowsOf(item, images === 'urls' ? pictureUrl(item) : ''))
}

function rowsOf(item: DatasetItem, url: string): (string | number)[][] {
  const { split, group, width, height, camera, recording, at, ptsMs } = item
  const objects = objectsOf(item)
  const rest = [width, height, camera, recording, at, ptsMs]
  if (objects.length === 0) return [[pictureName(item), split, group, '', '', '', '', '', ...rest, '', url]]
  return objects.map(({ label, box, source }) => {
    const numbers = [box.left, box.top, box.width, box.height].map((value) => rounded(value, 8))
    return [pictureName(item), split, group, label, ...numbers, ...rest, source.kind, url]
  })
}

/** Lines with their CRLF, as RFC 4180 has them. Texts are guarded, numbers are not. */
export function csvLines(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guardCell(cell) : cell)))
  // A lone CR or LF would be the end of a line to some readers; csv-stringify quotes for its own line end only.
  return stringify(cells, { record_delimiter: 'windows', quoted_match: /[\r\n]/ })
}
