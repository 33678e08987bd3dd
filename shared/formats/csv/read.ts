import type { SplitName } from '../../domain/dataset.ts'
import type { AnnotationReader, FoundObject } from '../format.ts'
import { createFoundImages } from '../found-images.ts'
import { splitNamed } from '../layout.ts'
import { unguardCell } from './guard-cell.ts'
import { readRecords } from './read-records.ts'

export function createCsvReader(): AnnotationReader {
  const found = createFoundImages()
  return {
    wants: (path) => path.endsWith('.csv'),

    async take(path, content) {
      const images = new Map<string, { split: SplitName | undefined; objects: FoundObject[] }>()
      let columns: readonly string[] | undefined
      try {
        for await (const { cells, line } of readRecords(content)) {
          if (columns === undefined) columns = cells
          else takeRow(path, line, new Map(columns.map((name, index) => [name, unguardCell(cells[index] ?? '')])), images)
        }
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        found.problem({ file: path, where: 'CSV', reason: error.message })
      }
      for (const [picture, { split, objects }] of images) found.add({ picture, split, objects }, path)
    },

    finish: found.finish,
  }

  function takeRow(
    file: string,
    line: number,
    row: ReadonlyMap<string, string>,
    images: Map<string, { split: SplitName | undefined; objects: FoundObject[] }>,
  ): void {
    const picture = row.get('picture') ?? ''
    const image = images.get(picture) ?? { split: splitNamed(row.get('split')), objects: [] }
    images.set(picture, image)
    if (row.get('label') === '') return
    const number = (name: string) => Number(row.get(name) || Number.NaN)
    const box = { left: number('left'), top: number('top'), width: number('width'), height: number('height') }
    const object = found.toObject(row.get('label'), box, { file, where: `line ${line}`, picture })
    if (object !== undefined) image.objects.push(object)
  }
}
