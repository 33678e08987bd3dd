import { z } from 'zod'
import type { AnnotationReader } from '../format.ts'
import { createFoundImages } from '../found-images.ts'
import { splitNamed } from '../layout.ts'
import { readLines } from '../text-lines.ts'

const Line = z.object({
  image_url: z.string().min(1),
  label: z.array(z.object({ label: z.string(), topX: z.number(), topY: z.number(), bottomX: z.number(), bottomY: z.number() })),
})

export function createAzureMlReader(): AnnotationReader {
  const found = createFoundImages()
  return {
    wants: (path) => path.endsWith('.jsonl'),

    async take(path, content) {
      for await (const { line, number } of readLines(content)) {
        const where = `line ${number}`
        const parsed = Line.safeParse(parseLine(line))
        if (!parsed.success) {
          found.problem({ file: path, where, reason: 'It is not an object with image_url and a list label.' })
          continue
        }
        const { image_url: picture, label } = parsed.data
        const objects = label.flatMap(({ label, topX, topY, bottomX, bottomY }) => {
          const box = { left: topX, top: topY, width: bottomX - topX, height: bottomY - topY }
          return found.toObject(label, box, { file: path, where, picture }) ?? []
        })
        found.add({ picture, split: splitNamed(path.split('/').at(-2)), objects }, path)
      }
    },

    finish: found.finish,
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
