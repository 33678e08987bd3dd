import { existsSync, statSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CameraSource } from '../../shared/domain/edge-settings.ts'

/** A camera that somebody brings: a file that is played again and again, or a network camera. */
export type GivenCamera = { readonly kind: 'file'; readonly file: string } | { readonly kind: 'rtsp'; readonly url: string }

export interface ConsoleOptions {
  /** The review API; the other services take the ports after it. */
  readonly port: number
  /** None: the simulated line. */
  readonly cameras: readonly GivenCamera[]
  /** What a new factory begins with; a folder holds model.onnx and model.json. */
  readonly model: 'starter' | 'none' | { readonly folder: string }
  readonly seed: number
  readonly dataFolder: string
  readonly isReset: boolean
  readonly isQuiet: boolean
  /** Run the nightly data preparation as soon as everything is up. */
  readonly isNight: boolean
}

export const usage = `npm start -- [options]

Runs a factory with its cloud on this machine.

  --port N           the review API's port (7071); the other services take the next ones
  --camera WHAT      a video file or rtsp://host/path instead of the simulated line; may be given up to eight times
  --model DIR|none   a folder with model.onnx and model.json instead of the starter model; none = the cameras only
                     record until a model is trained, approved and rolled out
  --seed N           another simulated line (1)
  --data DIR         where everything is kept (.sightloop)
  --reset            begin anew: deletes the data folder first
  --night            runs the nightly data preparation now, instead of at half past two
  --quiet            only the addresses and what goes wrong
  --help             this text
`

/** A flag that cannot be meant; the message says which and why. */
export class UsageError extends Error {}

/** @throws UsageError */
export function parseOptions(argv: readonly string[], currentFolder: string): ConsoleOptions | 'help' {
  const values = parseFlags(argv)
  if (values.help) return 'help'
  const cameras = values.camera.map((camera) => givenCamera(camera, currentFolder))
  if (cameras.length > 8) throw new UsageError(`--camera: eight cameras at most, not ${cameras.length}.`)
  return {
    port: wholeNumber('port', values.port, 1, 65_535),
    cameras,
    model: givenModel(values.model, currentFolder),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    dataFolder: resolve(currentFolder, values.data),
    isReset: values.reset,
    isQuiet: values.quiet,
    isNight: values.night,
  }
}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '7071' },
        camera: { type: 'string', multiple: true, default: [] },
        model: { type: 'string', default: 'starter' },
        seed: { type: 'string', default: '1' },
        data: { type: 'string', default: '.sightloop' },
        reset: { type: 'boolean', default: false },
        night: { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function givenModel(model: string, currentFolder: string): ConsoleOptions['model'] {
  if (model === 'starter' || model === 'none') return model
  const folder = resolve(currentFolder, model)
  for (const name of ['model.onnx', 'model.json']) {
    if (!existsSync(join(folder, name))) throw new UsageError(`--model ${model}: there is no ${name} in that folder.`)
  }
  return { folder }
}

function givenCamera(camera: string, currentFolder: string): GivenCamera {
  if (/^rtsps?:/i.test(camera)) {
    if (/^rtsps?:\/\/[^/]*@/i.test(camera)) {
      throw new UsageError('--camera: a name and password do not belong in the address; see "Cameras with a password" in local/README.md.')
    }
    if (!CameraSource.safeParse(camera).success)
      throw new UsageError(`--camera ${camera}: that is no address such as rtsp://host:554/path.`)
    return { kind: 'rtsp', url: camera }
  }
  const file = resolve(currentFolder, camera)
  if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`--camera ${camera}: there is no such file.`)
  return { kind: 'file', file }
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`--${flag} must be a whole number from ${least} to ${most}; it is ${JSON.stringify(text)}.`)
  }
  return value
}

/** The name under which a given file lies in the module's media folder: what a camera source may hold. */
export function mediaName(file: string, index: number): string {
  const name = basename(file, extname(file))
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 60)
  return `${index + 1}-${name}${extname(file).replace(/[^A-Za-z0-9.]/g, '')}`
}
