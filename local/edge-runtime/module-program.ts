import { existsSync, lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join, posix } from 'node:path'
import { z } from 'zod'
import type { ModuleSpec } from './deployment.ts'
import type { StoredImage } from './image-store.ts'
import type { ModuleProgram } from './run-module.ts'

/** What a laptop can obey of the options for a container. */
const CreateOptions = z.looseObject({
  Env: z.array(z.string()).nullish(),
  Cmd: z.array(z.string()).nullish(),
  Entrypoint: z.array(z.string()).nullish(),
  WorkingDir: z.string().nullish(),
  HostConfig: z.looseObject({ Memory: z.number().nonnegative().nullish() }).nullish(),
})

export interface HostParts {
  /** Identity and what this machine adds; it wins over what image and deployment say. */
  readonly environment: Readonly<Record<string, string>>
  /** Folders of this machine, by the path that a container would see them under. */
  readonly mounts: Readonly<Record<string, string>>
  /** Packages of this checkout, for images that bring none. */
  readonly packages: string | undefined
}

// Node's heap is not all that a process needs; the rest is for buffers and native code.
const heapShare = 0.75

/**
 * Makes of image and deployment what to start on a machine without containers. Paths of the image become paths of its
 * unpacked folder.
 *
 * @throws Error for an image that starts something else than Node
 */
export function moduleProgram(image: StoredImage, spec: ModuleSpec, host: HostParts): ModuleProgram {
  const { config, rootFolder } = image
  const options = readOptions(spec.settings.createOptions)
  const workingFolder = join(rootFolder, options.WorkingDir || config.WorkingDir || '/')
  const [command = '', ...args] = [...(options.Entrypoint ?? config.Entrypoint ?? []), ...(options.Cmd ?? config.Cmd ?? [])]
  if (posix.basename(command) !== 'node')
    throw new Error(`The image starts ${JSON.stringify(command)}; without containers only images that start node can run.`)
  if (host.packages !== undefined) linkPackages(workingFolder, host.packages)
  const here = (value: string) => inMount(value, host.mounts) ?? inFolder(value, rootFolder)
  const memory = options.HostConfig?.Memory ?? 0
  const heapLimit = memory > 0 ? [`--max-old-space-size=${Math.max(32, Math.floor((memory * heapShare) / 2 ** 20))}`] : []
  const given = [...(config.Env ?? []), ...(options.Env ?? [])].map(splitVariable)
  const deployed = Object.entries(spec.env).map(([name, { value }]) => [name, value] as const)
  // The path in the image is of the image's own programs.
  const inside = [...given, ...deployed].filter(([name]) => name !== 'PATH').map(([name, value]) => [name, here(value)])
  return { workingFolder, args: [...heapLimit, ...args.map(here)], environment: { ...Object.fromEntries(inside), ...host.environment } }
}

/** @throws Error when the text is no JSON of the right form */
export function readOptions(text: string): z.infer<typeof CreateOptions> {
  if (text.trim() === '') return {}
  try {
    return CreateOptions.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(
      `The createOptions cannot be read: ${cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message}`,
      { cause },
    )
  }
}

function splitVariable(text: string): readonly [string, string] {
  const end = text.indexOf('=')
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)]
}

/** The mount that fits best counts: one may lie in another. */
function inMount(value: string, mounts: HostParts['mounts']): string | undefined {
  const fitting = Object.entries(mounts).filter(([path]) => value === path || value.startsWith(`${path}/`))
  const [path, folder] = fitting.toSorted(([a], [b]) => b.length - a.length)[0] ?? []
  return path === undefined || folder === undefined || value.split('/').includes('..') ? undefined : join(folder, value.slice(path.length))
}

/** An absolute path below a folder that the image has is meant within the image. */
function inFolder(value: string, rootFolder: string): string {
  const top = /^\/([^/]+)/.exec(value)?.[1]
  const isOfImage = top !== undefined && top !== '..' && existsSync(join(rootFolder, top))
  return isOfImage && !value.split('/').includes('..') ? join(rootFolder, value) : value
}

function linkPackages(workingFolder: string, packages: string): void {
  const link = join(workingFolder, 'node_modules')
  const present = lstatSync(link, { throwIfNoEntry: false })
  if (present?.isDirectory() || (present?.isSymbolicLink() && readlinkSync(link) === packages)) return
  // The checkout has moved, or a runtime of another one was here before.
  rmSync(link, { force: true })
  symlinkSync(packages, link, 'junction')
}
