import { type LockedPackage, type Lockfile, nameOf } from '../../tools/package/select-packages.ts'

/** What people decided about dependencies: each direct one with its reason. */
export interface Decisions {
  readonly direct: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly runsAtInstall: Readonly<Record<string, string>>
  /** Packages for other platforms whose hash the registry did not tell when they were locked; never installed here. */
  readonly withoutHash: readonly string[]
  readonly licences: readonly string[]
  /** A name, or the beginning of one with a star behind it. */
  readonly otherLicences: Readonly<Record<string, string>>
}

export type Manifest = LockedPackage & {
  readonly allowScripts?: Readonly<Record<string, boolean>>
  readonly workspaces?: readonly string[]
}

/** One line for everything that nobody has decided: new names, loose versions, foreign addresses, missing hashes, scripts, licences. */
export function findDependencyProblems(lock: Lockfile, manifests: Readonly<Record<string, Manifest>>, decisions: Decisions): string[] {
  const locked = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
  return [
    ...Object.entries(manifests).flatMap(([file, manifest]) => problemsOfManifest(file, manifest, decisions.direct[file] ?? {})),
    ...locked.flatMap(([path, found]) => problemsOfPackage(path, found, decisions)),
    ...problemsOfScripts(locked, manifests['package.json']?.allowScripts ?? {}, decisions.runsAtInstall),
  ]
}

function problemsOfManifest(file: string, manifest: Manifest, decided: Readonly<Record<string, string>>): string[] {
  const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies })
  return [
    ...named.filter(([name]) => !(name in decided)).map(([name]) => `${file}: nobody has said why ${name} is needed`),
    ...Object.keys(decided)
      .filter((name) => !named.some(([each]) => each === name))
      .map((name) => `${file}: ${name} is decided, but not there`),
    ...named
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${file}: ${name} is "${version}", not one exact version`),
  ]
}

function problemsOfPackage(
  path: string,
  { version = '', resolved, integrity, license, dev }: LockedPackage,
  decisions: Decisions,
): string[] {
  const name = nameOf(path)
  const problems: string[] = []
  if (!/^\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version)) problems.push(`${path}: "${version}" is no version of a registry`)
  if (resolved !== undefined) problems.push(`${path}: comes from ${resolved}`)
  if (integrity === undefined) {
    if (!decisions.withoutHash.includes(name)) problems.push(`${path}: has no hash`)
  } else if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity)) problems.push(`${path}: its hash is not one SHA-512`)
  if (dev !== true && !isLicensed(name, license, decisions)) problems.push(`${path}: nobody has thought about its licence (${license})`)
  return problems
}

function isLicensed(name: string, license: string | undefined, { licences, otherLicences }: Decisions): boolean {
  if (license !== undefined && licences.includes(license)) return true
  return Object.keys(otherLicences).some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each))
}

function problemsOfScripts(
  locked: readonly (readonly [string, LockedPackage])[],
  allowed: Readonly<Record<string, boolean>>,
  decided: Readonly<Record<string, string>>,
): string[] {
  const withScripts = new Set(locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path)))
  return [
    ...[...withScripts]
      .filter((name) => !(name in allowed))
      .map((name) => `${name} has an install script that nobody has allowed or forbidden`),
    ...Object.keys(allowed)
      .filter((name) => !withScripts.has(name) || !(name in decided))
      .map((name) => `allowScripts names ${name} without need or reason`),
    ...Object.entries(allowed)
      .filter(([name, runs]) => runs && name !== 'node')
      .map(([name]) => `${name} may run a script when it is installed`),
  ]
}
