import type { SplitName } from '../../domain/dataset.ts'
import type { AnnotationReader, FoundObject } from '../format.ts'
import { createFoundImages } from '../found-images.ts'
import { splitNamed, stemOf } from '../layout.ts'
import { readLines } from '../text-lines.ts'
import { readXml } from '../xml.ts'

/** One XML file a picture; the lists of `ImageSets/Main` say its split. */
export function createVocReader(): AnnotationReader {
  const found = createFoundImages()
  const splits = new Map<string, SplitName>()
  const images: { picture: string; objects: readonly FoundObject[]; file: string }[] = []

  return {
    wants: (path) => /^Annotations\/.*\.xml$/.test(path) || /^ImageSets\/Main\/.*\.txt$/.test(path),

    async take(path, content) {
      if (path.endsWith('.xml')) return takeXml(path, content)
      const split = splitNamed(stemOf(path))
      for await (const { line } of readLines(content)) {
        if (split === undefined || line.trim() === '') continue
        const known = splits.get(line.trim())
        if (known !== undefined) found.problem({ file: path, where: line, reason: `It is in ${known}, too.` })
        splits.set(line.trim(), split)
      }
    },

    finish() {
      for (const { picture, objects, file } of images) {
        found.add({ picture, split: splits.get(picture.replace(/\.jpg$/i, '')), objects }, file)
      }
      return found.finish()
    },
  }

  async function takeXml(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const texts = new Map<string, string>()
    const objects: FoundObject[] = []
    try {
      await readXml(content, {
        open() {},
        close(name, text, line) {
          texts.set(name, text.trim())
          if (name !== 'object') return
          const number = (tag: string) => Number(texts.get(tag) ?? Number.NaN)
          const [width, height] = [number('width'), number('height')]
          const [left, top] = [(number('xmin') - 1) / width, (number('ymin') - 1) / height]
          const box = { left, top, width: number('xmax') / width - left, height: number('ymax') / height - top }
          const object = found.toObject(texts.get('name'), box, { file, where: `line ${line}`, picture: texts.get('filename') })
          if (object !== undefined) objects.push(object)
          for (const tag of ['name', 'xmin', 'ymin', 'xmax', 'ymax']) texts.delete(tag)
        },
      })
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      return found.problem({ file, where: 'XML', reason: error.message })
    }
    images.push({ picture: texts.get('filename') ?? '', objects, file })
  }
}
