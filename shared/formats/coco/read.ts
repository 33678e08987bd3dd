import { z } from 'zod'
import { type SplitName, splitNames } from '../../domain/dataset.ts'
import type { AnnotationReader, FoundObject } from '../format.ts'
import { createFoundImages } from '../found-images.ts'
import { readJsonElements } from '../json-elements.ts'
import { splitNamed } from '../layout.ts'

const Image = z.object({ id: z.number(), width: z.number().positive(), height: z.number().positive(), file_name: z.string().max(1024) })
const Annotation = z.object({
  image_id: z.number(),
  category_id: z.number(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
})
const Category = z.object({ id: z.number(), name: z.string() })

/** `images`, `annotations` and `categories` may come in any order, and in any number of files. */
export function createCocoReader(): AnnotationReader {
  const found = createFoundImages()
  const splits = new Map<number, SplitName>()
  const files: CocoContent[] = []

  return {
    wants: (path) => path.endsWith('.json'),

    async take(path, content) {
      const file: CocoContent = { path, images: new Map(), annotations: [], labels: new Map() }
      try {
        for await (const { key, index, value } of readJsonElements(content)) {
          if (isSplit(key) && typeof value === 'number') splits.set(value, key)
          const at = { file: path, where: `${key}[${index}]` }
          if (index < 0) continue
          if (key === 'images') accept(Image, value, at, (image) => file.images.set(image.id, image))
          if (key === 'annotations') accept(Annotation, value, at, (one) => file.annotations.push({ ...one, index }))
          if (key === 'categories') accept(Category, value, at, ({ id, name }) => file.labels.set(id, name))
        }
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        found.problem({ file: path, where: 'JSON', reason: error.message })
      }
      if (file.images.size > 0 || file.annotations.length > 0) files.push(file)
    },

    finish() {
      // The file without a split in its name comes first: it is what the others repeat.
      files.sort((a, b) => Number(splitOf(a.path) !== undefined) - Number(splitOf(b.path) !== undefined))
      for (const file of files) addImages(file)
      return found.finish()
    },
  }

  function accept<T>(schema: z.ZodType<T>, value: unknown, at: { file: string; where: string }, keep: (value: T) => void): void {
    const parsed = schema.safeParse(value)
    if (parsed.success) keep(parsed.data)
    else found.problem({ ...at, reason: describe(parsed.error) })
  }

  function addImages(file: CocoContent): void {
    const objects = new Map([...file.images.keys()].map((id): [number, FoundObject[]] => [id, []]))
    for (const { image_id, category_id, bbox, index } of file.annotations) {
      const image = file.images.get(image_id)
      const at = { file: file.path, where: `annotations[${index}]`, picture: image?.file_name ?? `image ${image_id}` }
      if (image === undefined) {
        found.problem({ ...at, reason: `There is no image ${image_id}.` })
        continue
      }
      const [left, top, width, height] = bbox
      const box = { left: left / image.width, top: top / image.height, width: width / image.width, height: height / image.height }
      const object = found.toObject(file.labels.get(category_id) ?? category_id, box, at)
      if (object !== undefined) objects.get(image_id)?.push(object)
    }
    for (const { id, file_name } of file.images.values()) {
      const split = splitOf(file.path) ?? splits.get(id)
      found.add({ picture: file_name, split, objects: objects.get(id) ?? [] }, file.path)
    }
  }
}

interface CocoContent {
  readonly path: string
  readonly images: Map<number, z.infer<typeof Image>>
  readonly annotations: (z.infer<typeof Annotation> & { readonly index: number })[]
  readonly labels: Map<number, string>
}

function isSplit(key: string): key is SplitName {
  return (splitNames as readonly string[]).includes(key)
}

/** `instances_val.json` says which split it is. */
function splitOf(path: string): SplitName | undefined {
  return splitNamed(/_([a-z]+)\.json$/i.exec(path)?.[1])
}

function describe(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${z.core.toDotPath(issue.path)}: ${issue.message}`.replace(/^: /, ''))
    .slice(0, 3)
    .join('; ')
}
