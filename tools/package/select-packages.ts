/** What package-lock.json says of one package; the key beside it is its folder. */
export interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly hasInstallScript?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

export interface Lockfile {
  readonly name: string
  readonly version: string
  readonly lockfileVersion: number
  readonly requires?: boolean
  readonly packages: Readonly<Record<string, LockedPackage>>
}

export interface Platform {
  readonly os: string
  readonly cpu: string
  readonly libc: string
}

/** The part of package.json that says what an app needs at run time. */
type Needs = Pick<LockedPackage, 'dependencies' | 'optionalDependencies'>

/**
 * The lockfile of an app that needs only `needs`, cut out of the lockfile of the whole repository: the same versions and hashes, without what is for
 * development, for other platforms, or named in `needless` (package → those of its dependencies that are left out). Throws where something needed is not locked.
 */
export function selectPackages(
  lock: Lockfile,
  needs: Needs,
  platform: Platform,
  needless: Readonly<Record<string, readonly string[]>>,
): Lockfile {
  const kept = new Map<string, LockedPackage>()
  const waiting: [folder: string, locked: LockedPackage][] = [['', { ...lock.packages[''], devDependencies: {}, ...needs }]]
  for (const [folder, locked] of waiting) {
    const leftOut = needless[nameOf(folder)] ?? []
    const keep = (edges: Readonly<Record<string, string>> = {}, isOptional: (name: string) => boolean) =>
      Object.entries(edges).filter(([name]) => {
        if (leftOut.includes(name)) return false
        const target = findLocked(lock, folder, name)
        if (target === undefined || !fits(lock.packages[target]!, platform)) {
          if (isOptional(name)) return false
          throw new Error(`${folder || 'The app'} needs ${name}, which is not locked for ${Object.values(platform).join(' ')}.`)
        }
        if (!kept.has(target)) {
          kept.set(target, {})
          waiting.push([target, lock.packages[target]!])
        }
        return true
      })
    const { dev, devOptional, devDependencies, ...rest } = locked
    const optional = locked.optionalDependencies ?? {}
    kept.set(folder, {
      ...rest,
      ...edgesOf(
        'dependencies',
        keep(locked.dependencies, (name) => name in optional),
      ),
      ...edgesOf(
        'optionalDependencies',
        keep(optional, () => true),
      ),
      ...edgesOf(
        'peerDependencies',
        keep(locked.peerDependencies, (name) => locked.peerDependenciesMeta?.[name]?.optional === true),
      ),
    })
  }
  const { name, version, lockfileVersion } = lock
  const packages = Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { name, version, lockfileVersion, requires: true, packages }
}

/** `node_modules/a/node_modules/@b/c` → `@b/c`. */
export function nameOf(folder: string): string {
  return folder.split('node_modules/').at(-1)!
}

function edgesOf(kind: string, edges: [string, string][]): Record<string, Record<string, string> | undefined> {
  return { [kind]: edges.length === 0 ? undefined : Object.fromEntries(edges) }
}

/** As Node looks for it: beside the package that asks, and from there upwards. */
function findLocked(lock: Lockfile, folder: string, name: string): string | undefined {
  for (let from = folder; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`
    if (place in lock.packages) return place
    if (from === '') return undefined
  }
}

function fits({ os, cpu, libc }: LockedPackage, platform: Platform): boolean {
  const allows = (list: readonly string[] | undefined, value: string) =>
    list === undefined || list.includes(value) || (list.every((each) => each.startsWith('!')) && !list.includes(`!${value}`))
  return allows(os, platform.os) && allows(cpu, platform.cpu) && allows(libc, platform.libc)
}
