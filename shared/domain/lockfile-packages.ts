import { z } from 'zod'
import type { Architecture } from './release.ts'

/** A package that goes with a module's code. */
export interface SoftwarePackage {
  readonly name: string
  readonly version: string
  /** SPDX expression as its author says it. */
  readonly license: string | undefined
  /** SHA-512 of its archive in hex. */
  readonly sha512: string | undefined
}

const Names = z.record(z.string(), z.string()).default({})
const Entry = z.object({
  version: z.string().optional(),
  license: z.unknown().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  libc: z.array(z.string()).optional(),
  dependencies: Names,
  optionalDependencies: Names,
})
type Entry = z.infer<typeof Entry>
const Lockfile = z.object({ lockfileVersion: z.literal([2, 3]), packages: z.record(z.string(), Entry) })

const cpus: Readonly<Record<Architecture, string>> = { amd64: 'x64', arm64: 'arm64', arm32v7: 'arm' }
/** They have no build for 32-bit ARM: there the model runs on WebAssembly, and ffmpeg decodes. */
const absent: Readonly<Partial<Record<Architecture, readonly string[]>>> = { arm32v7: ['onnxruntime-node', 'node-av'] }

/**
 * What npm installs for a workspace on an architecture of Linux (glibc), by its lockfile, by name and version.
 *
 * @param lockfile Content of `package-lock.json`
 * @param workspace Folder of the workspace, such as `edge`
 */
export function packagesOf(lockfile: unknown, workspace: string, architecture: Architecture): SoftwarePackage[] {
  const { packages } = Lockfile.parse(lockfile)
  const seen = new Set<string>()
  const queue = [workspace]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const entry = packages[path]
    if (entry === undefined) continue
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const found = resolve(packages, path, name)
      if (found === undefined || seen.has(found) || !isFor(architecture, name, packages[found]!)) continue
      seen.add(found)
      queue.push(found)
    }
  }
  const found = new Map([...seen].map((path) => describe(path, packages[path]!)).map((each) => [`${each.name}@${each.version}`, each]))
  return [...found.keys()].sort().map((key) => found.get(key)!)
}

/** Node looks in each `node_modules` on the way up. */
function resolve(packages: Readonly<Record<string, Entry>>, from: string, name: string): string | undefined {
  for (let folder = from; ; ) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (path in packages) return path
    if (folder === '') return undefined
    const parent = folder.lastIndexOf('/node_modules/')
    folder = parent < 0 ? '' : folder.slice(0, parent)
  }
}

function isFor(architecture: Architecture, name: string, { os, cpu, libc }: Entry): boolean {
  const fits = (allowed: readonly string[] | undefined, value: string) =>
    allowed === undefined || allowed.includes(value) || (allowed.every((each) => each.startsWith('!')) && !allowed.includes(`!${value}`))
  return fits(os, 'linux') && fits(cpu, cpus[architecture]) && fits(libc, 'glibc') && !absent[architecture]?.includes(name)
}

function describe(path: string, { version = '', license, integrity }: Entry): SoftwarePackage {
  const hash = /sha512-([A-Za-z0-9+/=]+)/.exec(integrity ?? '')?.[1]
  return {
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version,
    license: typeof license === 'string' ? license : undefined,
    sha512: hash && hexOf(hash),
  }
}

function hexOf(base64: string): string {
  return Array.from(atob(base64), (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}
