import { z } from 'zod'
import type { AnnotationReader } from '../format.ts'
import { createFoundImages } from '../found-images.ts'
import { readJsonElements } from '../json-elements.ts'
import { splitNamed, stemOf } from '../layout.ts'

const Categories = z.object({ label: z.object({ labels: z.array(z.object({ name: z.string() })) }) })
const Item = z.object({
  annotations: z.array(
    z.object({ type: z.literal('bbox'), label_id: z.number(), bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]) }),
  ),
  image: z.object({ path: z.string(), size: z.tuple([z.number().positive(), z.number().positive()]) }),
})

export function createDatumaroReader(): AnnotationReader {
  const found = createFoundImages()
  return {
    wants: (path) => path.startsWith('annotations/') && path.endsWith('.json'),

    async take(path, content) {
      // Categories stand before the items in what we and Datumaro write.
      let labels: readonly string[] = []
      try {
        for await (const { key, index, value } of readJsonElements(content)) {
          if (key === 'categories') labels = Categories.parse(value).label.labels.map(({ name }) => name)
          if (key === 'items' && index >= 0) takeItem(path, index, value, labels)
        }
      } catch (error) {
        if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
        found.problem({ file: path, where: 'JSON', reason: error.message.slice(0, 200) })
      }
    },

    finish: found.finish,
  }

  function takeItem(file: string, index: number, value: unknown, labels: readonly string[]): void {
    const where = `items[${index}]`
    const parsed = Item.safeParse(value)
    if (!parsed.success) {
      found.problem({ file, where, reason: 'It is not a picture with boxes.' })
      return
    }
    const { annotations, image } = parsed.data
    const [height, width] = image.size
    const objects = annotations.flatMap(({ label_id, bbox: [left, top, w, h] }) => {
      const box = { left: left / width, top: top / height, width: w / width, height: h / height }
      return found.toObject(labels[label_id], box, { file, where, picture: image.path }) ?? []
    })
    found.add({ picture: image.path, split: splitNamed(stemOf(file)), objects }, file)
  }
}
