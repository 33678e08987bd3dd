import { appendFileSync, chownSync, copyFileSync, cpSync, globSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ImageStore } from './image-store.ts'
import { runProgram } from './run-program.ts'
import type { Target } from './targets.ts'

export const baseOf = ({ architecture }: Pick<Target, 'architecture'>) => `localhost/base:${architecture}`
export const buildBase = 'localhost/build-base:amd64'

const authorities = '/etc/ssl/certs/ca-certificates.crt'
const searchPath = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }

/**
 * Makes what stands in for `node:…-bookworm-slim`: Debian's smallest system, Node, and the user `node`.
 *
 * @param folder On a file system in memory: dpkg waits for the disk after each of its files
 */
export async function makeBase(store: ImageStore, folder: string, target: Target, signal: AbortSignal): Promise<void> {
  const program = await nodeProgram(folder, target, signal)
  const root = await installDebian(folder, target, signal)
  for (const path of globSync(['var/cache/apt/**/*.{deb,bin}', 'var/lib/apt/lists/*', 'var/log/*'], { cwd: root }))
    rmSync(join(root, path), { recursive: true })
  copyFileSync(program, join(root, 'usr/local/bin/node'))
  appendFileSync(join(root, 'etc/passwd'), 'node:x:1000:1000::/home/node:/bin/sh\n')
  appendFileSync(join(root, 'etc/group'), 'node:x:1000:\n')
  mkdirSync(join(root, 'home/node'))
  chownSync(join(root, 'home/node'), 1000, 1000)
  await store.importFolder(baseOf(target), root, target.platform, searchPath)
  if (target.architecture === 'amd64') await makeBuildBase(store, root, target)
}

/** Debian's servers are not ours: what a broken connection spoils is begun anew, twice, in another folder. */
async function installDebian(folder: string, { architecture, debian, debianPackages }: Target, signal: AbortSignal): Promise<string> {
  const include = debianPackages === undefined ? [] : [`--include=${debianPackages}`]
  for (let attempt = 1; ; attempt++) {
    const root = join(folder, `${architecture}-${attempt}`)
    try {
      await runProgram('debootstrap', ['--variant=minbase', `--arch=${debian}`, ...include, 'bookworm', root], { signal })
      return root
    } catch (error) {
      if (attempt === 3 || signal.aborted) throw error
      console.log(`${architecture}: ${error instanceof Error ? error.message : error}\nAnother attempt begins.`)
    }
  }
}

/** The same with npm, and with the authorities by which this machine reaches npm's registry. */
async function makeBuildBase(store: ImageStore, root: string, { platform }: Target): Promise<void> {
  const npm = realpathSync(await runProgram('sh', ['-c', 'command -v npm']))
  cpSync(dirname(dirname(npm)), join(root, 'usr/local/lib/node_modules/npm'), { recursive: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'))
  mkdirSync(dirname(join(root, authorities)), { recursive: true })
  copyFileSync(process.env['NODE_EXTRA_CA_CERTS'] ?? authorities, join(root, authorities))
  const registry = await runProgram('npm', ['config', 'get', 'registry'])
  await store.importFolder(buildBase, root, platform, {
    ...searchPath,
    NODE_EXTRA_CA_CERTS: authorities,
    npm_config_registry: registry,
    npm_config_fetch_retries: '5',
  })
}

async function nodeProgram(folder: string, { architecture, nodePackage }: Target, signal: AbortSignal): Promise<string> {
  if (nodePackage === undefined) return process.execPath
  const place = join(folder, `node-${architecture}`)
  mkdirSync(place)
  const archive = await runProgram('npm', ['pack', '--silent', nodePackage, '--pack-destination', place], { signal })
  await runProgram('tar', ['-xzf', join(place, archive), '-C', place])
  return join(place, 'package/bin/node')
}
