import { parse } from 'yaml'
import type { Box } from '../../domain/box.ts'
import type { AnnotationReader } from '../format.ts'
import { createFoundImages } from '../found-images.ts'
import { splitNamed, stemOf } from '../layout.ts'
import { readLines, readText } from '../text-lines.ts'

const maxNamesCharacters = 256 * 1024
const notLabels = /(^|\/)(readme|urls|empty|classes|train|val|valid|test)\.txt$/i

interface Row {
  readonly label: number
  readonly box: Box
  readonly number: number
}

/** Ultralytics' layout (`data.yaml`) and Darknet's (`obj.names`). The list of names may come after the labels. */
export function createYoloReader(): AnnotationReader {
  const found = createFoundImages()
  const files = new Map<string, Row[]>()
  let names = new Map<number, string>()

  return {
    wants: (path) => isNames(path) || (path.endsWith('.txt') && !notLabels.test(path)),

    async take(path, content) {
      if (!isNames(path)) return void files.set(path, await readRows(path, content))
      const text = await readText(content, maxNamesCharacters)
      names = path.endsWith('.names') ? numbered(text.split(/\r?\n/).filter((line) => line.trim() !== '')) : namesOf(path, text)
    },

    finish() {
      if (names.size === 0) found.problem({ file: 'data.yaml', where: 'names', reason: 'There is no list of labels.' })
      for (const [file, rows] of files) {
        const picture = file.replace(/^labels\//, '').replace(/\.txt$/, '.jpg')
        const objects = rows.flatMap(({ label, box, number }) => {
          const at = { file, where: `line ${number}`, picture }
          return found.toObject(names.get(label) ?? label, box, at) ?? []
        })
        found.add({ picture, split: splitOf(file), objects }, file)
      }
      return found.finish()
    },
  }

  async function readRows(file: string, content: AsyncIterable<Uint8Array>): Promise<Row[]> {
    const rows: Row[] = []
    for await (const { line, number } of readLines(content)) {
      if (line.trim() === '') continue
      const [label, x, y, width, height, ...rest] = line.trim().split(/\s+/).map(Number)
      // A sixth number is the confidence of a prediction; outlines of masks have more.
      const isBox = rest.length <= 1 && [label, x, y, width, height].every((value) => value !== undefined && Number.isFinite(value))
      if (isBox) rows.push({ label: label!, box: { left: x! - width! / 2, top: y! - height! / 2, width: width!, height: height! }, number })
      else
        found.problem({ file, where: `line ${number}`, reason: 'It is not class, x, y, width and height.', picture: `${stemOf(file)}.jpg` })
    }
    return rows
  }

  function namesOf(file: string, text: string): Map<number, string> {
    try {
      const { names: value } = parse(text, { maxAliasCount: 0 }) as { names?: unknown }
      if (Array.isArray(value)) return numbered(value.map(String))
      if (typeof value === 'object' && value !== null)
        return new Map(Object.entries(value).map(([key, name]) => [Number(key), String(name)]))
    } catch (error) {
      found.problem({ file, where: 'YAML', reason: error instanceof Error ? error.message.slice(0, 200) : 'It is not YAML.' })
    }
    return new Map()
  }
}

function isNames(path: string): boolean {
  return /(^|\/)(data|dataset)\.ya?ml$/i.test(path) || path.endsWith('.names')
}

function numbered(names: readonly string[]): Map<number, string> {
  return new Map(names.map((name, index) => [index, name]))
}

function splitOf(path: string) {
  return path
    .split('/')
    .map(splitNamed)
    .find((split) => split !== undefined)
}
