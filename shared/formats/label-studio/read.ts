import { z } from 'zod'
import type { AnnotationReader } from '../format.ts'
import { createFoundImages } from '../found-images.ts'
import { readJsonElements } from '../json-elements.ts'
import { splitNamed } from '../layout.ts'

const Task = z.object({
  data: z.object({ image: z.string().min(1), split: z.string().optional() }),
  annotations: z.array(
    z.object({
      was_cancelled: z.boolean().default(false),
      result: z.array(
        z.object({
          type: z.literal('rectanglelabels'),
          value: z.object({
            x: z.number(),
            y: z.number(),
            width: z.number(),
            height: z.number(),
            rectanglelabels: z.array(z.string()).length(1),
          }),
        }),
      ),
    }),
  ),
})

/** Of a task that was annotated several times the last annotation counts; skipped ones do not. */
export function createLabelStudioReader(): AnnotationReader {
  const found = createFoundImages()
  return {
    wants: (path) => path.endsWith('.json'),

    async take(path, content) {
      try {
        for await (const { index, value } of readJsonElements(content)) takeTask(path, `[${index}]`, value)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        found.problem({ file: path, where: 'JSON', reason: error.message })
      }
    },

    finish: found.finish,
  }

  function takeTask(file: string, where: string, value: unknown): void {
    const parsed = Task.safeParse(value)
    if (!parsed.success) {
      const reason = parsed.error.issues.map((issue) => `${z.core.toDotPath(issue.path)}: ${issue.message}`)[0] ?? ''
      found.problem({ file, where, reason })
      return
    }
    const { data, annotations } = parsed.data
    const last = annotations.findLast((annotation) => !annotation.was_cancelled)
    if (last === undefined) return
    const objects = last.result.flatMap(({ value: { x, y, width, height, rectanglelabels } }) => {
      const box = { left: x / 100, top: y / 100, width: width / 100, height: height / 100 }
      return found.toObject(rectanglelabels[0], box, { file, where, picture: data.image }) ?? []
    })
    found.add({ picture: data.image, split: splitNamed(data.split), objects }, file)
  }
}
