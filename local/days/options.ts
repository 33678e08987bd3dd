import { parseArgs } from 'node:util'
import { UsageError } from '../console/options.ts'
import { type Befall, befalls } from './plant.ts'

export interface DaysOptions {
  readonly seed: number
  /** Undisturbed days that are judged, after those of the reference. */
  readonly days: number
  readonly befalls: readonly Befall[]
}

export const usage = `npm run days [-- options]

Plays the simulated line on a virtual clock: undisturbed days first, then one disturbance after the other, each from the
same moment on. Prints which monitor noticed it, and when; ends with 1 where a promise of the documentation is broken.

  --seed N     another line, other days (7)
  --days N     undisturbed days after those of the reference, 7 at least (20)
  --only LIST  of ${befalls.join(', ')} (all)
`

/** @throws UsageError */
export function parseDaysOptions(argv: readonly string[]): DaysOptions | 'help' {
  const values = parse(argv)
  if (values.help) return 'help'
  const only = values.only?.split(',') ?? befalls
  const isBefall = (name: string): name is Befall => befalls.some((one) => one === name)
  const wrong = only.find((name) => !isBefall(name))
  if (wrong !== undefined) throw new UsageError(`--only takes some of ${befalls.join(', ')}; ${JSON.stringify(wrong)} is none of them.`)
  return {
    seed: whole('seed', values.seed, 0, 1_000_000),
    days: whole('days', values.days, 7, 60),
    befalls: befalls.filter((name) => only.includes(name)),
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        seed: { type: 'string', default: '7' },
        days: { type: 'string', default: '20' },
        only: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`--${flag} must be a whole number from ${least} to ${most}; it is ${JSON.stringify(text)}.`)
  return value
}
