// node tools/prune-packages.ts NODE_MODULES TARGETARCH: leaves in installed packages what a device loads, for edge/Dockerfile.
// Which packages those are is read from the lockfile by the function that writes bills of software: image and bill cannot differ.
import { existsSync, globSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packagesOf } from '../shared/domain/lockfile-packages.ts'
import type { Architecture } from '../shared/domain/release.ts'

const [folder = '', target = ''] = process.argv.slice(2)
/** By what builders of images call them. */
const processors: Readonly<Record<string, { architecture: Architecture; cpu: string }>> = {
  amd64: { architecture: 'amd64', cpu: 'x64' },
  arm64: { architecture: 'arm64', cpu: 'arm64' },
  arm: { architecture: 'arm32v7', cpu: 'arm' },
}
const processor = processors[target]
if (!existsSync(folder) || processor === undefined) {
  console.error(`node tools/prune-packages.ts NODE_MODULES ${Object.keys(processors).join('|')}`)
  process.exit(1)
}
const remove = (path: string) => rmSync(join(folder, path), { recursive: true, force: true })

const lockfile: unknown = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const billed = packagesOf(lockfile, 'edge', processor.architecture).map(({ name, version }) => `${name}@${version}`)
const wanted = new Set(billed)
for (const path of globSync('{,**/node_modules/}{*,@*/*}/package.json', { cwd: folder }).map(dirname)) {
  const manifest = join(folder, path, 'package.json')
  // What lay in a package that was removed went with it.
  if (!existsSync(manifest)) continue
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>
  // Packages may hold a package.json that only says how its folder is to be read.
  if (name !== undefined && path.endsWith(name) && !wanted.has(`${name}@${version}`)) remove(path)
}

// One of some ten builds of each runtime is loaded: the target's own, and of the WebAssembly one what Node takes.
for (const path of globSync('onnxruntime-node/bin/napi-v*/*/*', { cwd: folder }))
  if (!path.endsWith(`/linux/${processor.cpu}`)) remove(path)
const wasm = 'onnxruntime-web/dist'
if (existsSync(join(folder, wasm)))
  for (const name of readdirSync(join(folder, wasm)))
    if (!/^ort(\.node\.min|-wasm-simd-threaded)\.(mjs|wasm)$/.test(name)) remove(`${wasm}/${name}`)

// Maps and types lead to sources that are not there; links lead to programs and workspaces that nobody starts.
for (const path of globSync(['**/*.map', '**/*.d.{ts,mts,cts}', '**/.bin'], { cwd: folder })) remove(path)
for (const path of ['.package-lock.json', '@sightloop']) remove(path)
