import { z } from 'zod'
import { CameraTrouble } from './camera-trouble.ts'
import type { DeviceHealth } from './device-health.ts'
import { type Id, Instant } from './ids.ts'

/** How a camera was over some time, as plots need it. */
export const CameraSample = z.object({
  /** When the first message of the stretch came. */
  at: Instant,
  /** Means over the stretch; left out where no picture came. */
  brightness: z.number().optional(),
  contrast: z.number().optional(),
  sharpness: z.number().optional(),
  motion: z.number().optional(),
  /** All that was wrong at any time of the stretch. */
  troubles: z.array(CameraTrouble),
})
export type CameraSample = z.infer<typeof CameraSample>

const measures = ['brightness', 'contrast', 'sharpness', 'motion'] as const

/** At most so many samples, each of a stretch of equal length in messages; messages count by how many pictures they are of. */
export function cameraSamplesOf(history: readonly DeviceHealth[], camera: Id, most: number): CameraSample[] {
  const told = history.flatMap(({ receivedAt, message }) => {
    const own = message.cameras.find((one) => one.camera === camera)
    return own === undefined ? [] : [{ receivedAt, own }]
  })
  const stretch = Math.max(1, Math.ceil(told.length / most))
  const samples: CameraSample[] = []
  for (let first = 0; first < told.length; first += stretch) {
    const part = told.slice(first, first + stretch)
    const troubles = new Set(part.flatMap(({ own }) => own.troubles?.map(({ kind }) => kind) ?? []))
    samples.push({ at: told[first]!.receivedAt, ...meansOf(part.flatMap(({ own }) => own.picture ?? [])), troubles: [...troubles] })
  }
  return samples
}

type Picture = Readonly<{ samples: number } & { [Measure in (typeof measures)[number]]?: number | undefined }>

function meansOf(pictures: readonly Picture[]) {
  const means = measures.flatMap((measure) => {
    const known = pictures.flatMap(({ samples, [measure]: value }) => (value === undefined ? [] : [{ samples, value }]))
    const count = known.reduce((sum, { samples }) => sum + samples, 0)
    return count === 0 ? [] : [[measure, known.reduce((sum, { samples, value }) => sum + samples * value, 0) / count] as const]
  })
  return Object.fromEntries(means) as Partial<Record<(typeof measures)[number], number>>
}
