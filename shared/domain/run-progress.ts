import { z } from 'zod'
import type { RunProgress } from './training-run.ts'

export const noRunProgress: RunProgress = { step: 0, steps: 0 }

/** A point of a run's curve: the loss while learning, or what the validation split said. */
export const CurvePoint = z.strictObject({ step: z.int().nonnegative(), loss: z.number().optional(), score: z.number().optional() })
export type CurvePoint = z.infer<typeof CurvePoint>

const Count = z.number().nonnegative().transform(Math.floor)
/** Lines of a trainer as training/README.md has them; one's own trainer may write less, or other things in between. */
const Line = z.object({
  event: z.enum(['progress', 'validation']),
  step: Count,
  steps: Count.optional(),
  loss: z.number().optional(),
  score: z.number().optional(),
  secondsLeft: z.number().nonnegative().optional(),
})
type Line = z.infer<typeof Line>

/** Most points that a curve is drawn with. */
const mostPoints = 400

/** What a trainer has written so far, whatever that is: lines that nobody understands, and a last one that is cut off, do not count. */
export function readProgress(text: string): { readonly progress: RunProgress; readonly curve: readonly CurvePoint[] } {
  const lines = text.split('\n').flatMap((line) => parseLine(line) ?? [])
  const progress = lines.reduce<RunProgress>(
    (so, { step, steps = so.steps, loss = so.loss, score = so.score, secondsLeft }) => ({
      ...{ step, steps },
      ...(loss !== undefined && { loss }),
      ...(score !== undefined && { score }),
      ...(secondsLeft !== undefined && { secondsLeft }),
    }),
    noRunProgress,
  )
  return { progress, curve: thinned(lines).map(pointOf) }
}

function parseLine(line: string): Line | undefined {
  try {
    return Line.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** Every score, and so many losses that all fit. */
function thinned(lines: readonly Line[]): readonly Line[] {
  const losses = lines.filter(({ event }) => event === 'progress').length
  const every = Math.max(1, Math.ceil(losses / mostPoints))
  let count = 0
  return lines.filter(({ event }) => event === 'validation' || count++ % every === 0).slice(-2 * mostPoints)
}

function pointOf({ step, loss, score }: Line): CurvePoint {
  return { step, ...(loss !== undefined && { loss }), ...(score !== undefined && { score }) }
}
