import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError } from '../console/options.ts'

export interface LoopOptions {
  readonly camera: string
  readonly truth: string
  readonly isFromNothing: boolean
  /** First of a row of free ports. */
  readonly port: number
  readonly folder: string
  readonly trainingMinutes: number
}

export const usage = `npm run loop -- --camera FILE --truth FILE [options]

Plays one whole turn of the loop on a film whose objects are known: weak model, incidents, verdicts, labels, training,
approval, rollout; then the part of the film that nothing has learned from.

  --camera FILE      an MP4
  --truth FILE       what is on each of its frames: {"frames": [[{"label", "box": [left, top, width, height]}]]}
  --from-nothing     begins without any model: 50 frames are labelled, and that is all
  --minutes N        how long is trained (4; 1.5 from nothing)
  --data DIR         where everything is kept (.sightloop/loop); what an earlier run left there is removed
  --port N           first of the ports that are used (7271)
`

/** @throws UsageError */
export function parseLoopOptions(argv: readonly string[], currentFolder: string): LoopOptions | 'help' {
  const values = parse(argv)
  if (values.help) return 'help'
  const file = (name: 'camera' | 'truth') => {
    const given = values[name]
    if (given === undefined) throw new UsageError(`--${name} FILE is missing.\n\n${usage}`)
    const found = resolve(currentFolder, given)
    if (!existsSync(found)) throw new UsageError(`--${name} ${given}: there is no such file.`)
    return found
  }
  const isFromNothing = values['from-nothing']
  return {
    ...{ camera: file('camera'), truth: file('truth'), isFromNothing, port: number('port', values.port, 1, 65_000) },
    folder: resolve(currentFolder, values.data ?? join('.sightloop', 'loop')),
    trainingMinutes: values.minutes === undefined ? (isFromNothing ? 1.5 : 4) : number('minutes', values.minutes, 0.1, 120),
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        camera: { type: 'string' },
        truth: { type: 'string' },
        'from-nothing': { type: 'boolean', default: false },
        minutes: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string', default: '7271' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function number(flag: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!(value >= least && value <= most))
    throw new UsageError(`--${flag} must be a number from ${least} to ${most}; it is ${JSON.stringify(text)}.`)
  return value
}
