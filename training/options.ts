import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Fault } from '../shared/domain/faults.ts'
import { Id } from '../shared/domain/ids.ts'
import type { WeightStorage } from './net/detector.ts'
import { type Channels, defaultChannels } from './net/layout.ts'

export interface TrainingOptions {
  /** Dataset folder. */
  readonly data: string
  /** Folder for the model, made if it is not there. */
  readonly out: string
  /** File to which each line of the output is also appended. */
  readonly progress: string | undefined
  readonly name: string
  readonly version: string
  readonly budget: { readonly steps: number } | { readonly minutes: number }
  readonly seed: number
  /** Size of the model's input, multiples of 16. */
  readonly width: number
  readonly height: number
  readonly workers: number
  /** Images per step and worker. */
  readonly batch: number
  readonly weights: WeightStorage
  /** Which arithmetic is shipped: int8 only where it is as good, or what is asked for. */
  readonly variant: 'auto' | 'float' | 'int8'
  readonly channels: Channels
  readonly licence: string
  readonly commit: string | undefined
}

const Side = z.coerce.number().int().min(32).max(1024).multipleOf(16)

const Flags = z.strictObject({
  data: z.string().min(1),
  out: z.string().min(1),
  progress: z.string().min(1).optional(),
  name: Id.default('detector'),
  version: z.string().min(1).max(63).default('1'),
  minutes: z.coerce.number().positive().max(1440).optional(),
  steps: z.coerce.number().int().positive().max(10_000_000).optional(),
  seed: z.coerce.number().int().nonnegative().max(1_000_000).default(1),
  width: Side.default(192),
  height: Side.default(112),
  workers: z.coerce.number().int().min(1).max(64).default(Math.min(8, availableParallelism())),
  batch: z.coerce.number().int().min(1).max(256).default(16),
  weights: z.enum(['float32', 'float16']).default('float32'),
  variant: z.enum(['auto', 'float', 'int8']).default('auto'),
  licence: z.string().min(1).max(200).default('unlicensed'),
  commit: z.string().max(64).optional(),
})

const defaultMinutes = 5

/** Reads the command line. Faults with `setting-invalid`, naming every flag that is wrong. */
export function readOptions(args: readonly string[]): TrainingOptions {
  const names = Object.keys(Flags.shape)
  const parsed = Flags.safeParse(readFlags(args, names))
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
    throw new Fault('setting-invalid', issues.join('; '))
  }
  const { minutes, steps, commit, progress, ...rest } = parsed.data
  if (minutes !== undefined && steps !== undefined) throw new Fault('setting-invalid', '--minutes and --steps exclude each other.')
  const budget = steps === undefined ? { minutes: minutes ?? defaultMinutes } : { steps }
  return { ...rest, commit, progress, budget, channels: defaultChannels }
}

function readFlags(args: readonly string[], names: readonly string[]): Record<string, string | undefined> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
    return { ...parseArgs({ args: [...args], options, strict: true }).values } as Record<string, string | undefined>
  } catch (cause) {
    throw new Fault('setting-invalid', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
