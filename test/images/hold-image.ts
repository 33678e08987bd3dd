import assert from 'node:assert/strict'
import { globSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packagesOf } from '../../shared/domain/lockfile-packages.ts'
import { platforms } from '../../shared/domain/oci-image.ts'
import type { Architecture } from '../../shared/domain/release.ts'
import type { Inspected } from './image-store.ts'

const variables = [
  'PATH',
  'MODULE_VERSION',
  'NODE_ENV',
  'ORT_DISABLE_TELEMETRY',
  'DATA_FOLDER',
  'MODEL_FOLDER',
  'VIDEO_FOLDER',
  'SECRETS_FOLDER',
]

/** An image says how it is to be run: as an ordinary user, with one volume, and how its health is asked. */
export function holdConfiguration({ config, architecture, variant }: Inspected, target: Architecture, base: string, version: string): void {
  assert.equal(`${architecture}/${variant}`, `${platforms[target].architecture}/${platforms[target].variant ?? ''}`)
  assert.equal(config.User, 'node')
  assert.deepEqual(Object.keys(config.Volumes), ['/data'])
  assert.deepEqual(config.Cmd, ['node', 'edge/main.js'])
  assert.equal(config.Labels['org.opencontainers.image.base.name'], base)
  assert.ok(config.Env.includes(`MODULE_VERSION=${version}`))
  assert.equal(config.Healthcheck?.Test[0], 'CMD')
  // Nothing of the machine that built it.
  const names = config.Env.map((variable) => variable.split('=')[0]!)
  assert.deepEqual(names.sort(), [...variables].sort())
}

/** What is in it belongs to root, and is compiled code and the packages of the bill of software, nothing else. */
export function holdContent(root: string, architecture: Architecture): void {
  const app = join(root, 'app')
  assert.deepEqual(readdirSync(app).sort(), ['edge', 'model', 'node_modules', 'package.json', 'shared'])
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' })
  for (const file of files) {
    const found = lstatSync(join(app, file))
    assert.deepEqual([found.uid, found.gid], [0, 0], file)
    assert.ok(found.isSymbolicLink() || (found.mode & 0o6022) === 0, `${file} can be changed by others, or runs as its owner`)
  }
  assert.deepEqual(
    files.filter((file) => /\.map$|\.d\.[mc]?ts$/.test(file)),
    [],
  )
  const code = files.filter((file) => /^(edge|shared)\//.test(file) && lstatSync(join(app, file)).isFile())
  for (const file of code) {
    assert.ok(file.endsWith('.js'), file)
    assert.ok(!readFileSync(join(app, file), 'utf8').includes('sourceMappingURL'), file)
  }

  const lockfile: unknown = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const billed = packagesOf(lockfile, 'edge', architecture).map(({ name, version }) => `${name}@${version}`)
  assert.deepEqual(installedIn(join(app, 'node_modules')), billed)
}

/** By name and version, sorted. */
function installedIn(folder: string): string[] {
  const found = new Set<string>()
  for (const file of globSync('{,**/node_modules/}{*,@*/*}/package.json', { cwd: folder })) {
    const { name, version } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>
    if (name !== undefined && dirname(file).endsWith(name)) found.add(`${name}@${version}`)
  }
  return [...found].sort()
}
