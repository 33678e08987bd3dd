// npm run package: what Azure runs, as one file. dist/app/ is the app with its production packages for linux-x64, dist/app.zip the same as a file that
// comes out byte by byte the same again, dist/app.sbom.json its bill of software (CycloneDX). Packages come from npm by the lockfile's hashes;
// with --installed they are copied from node_modules instead (on linux-x64), without any network.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { type Lockfile, type Platform, selectPackages } from './package/select-packages.ts'
import { trimPackages } from './package/trim-packages.ts'
import { writeZip } from './package/write-zip.ts'

const target: Platform = { os: 'linux', cpu: 'x64', libc: 'glibc' }

/** What the app loads of these packages never asks for these of their dependencies (test/package holds that against the files). */
const needless = {
  // For the download of another build when it is installed.
  'onnxruntime-node': ['adm-zip', 'global-agent'],
  // WebRTC, and the download of an ffmpeg program. Video is split with node-av/lib alone.
  'node-av': ['werift', 'unzipper'],
  mediabunny: ['@types/dom-mediacapture-transform', '@types/dom-webcodecs'],
  // People sign in with the platform; the app's own identity has no browser.
  '@azure/identity': ['@azure/msal-browser'],
}

const args = process.argv.slice(2)
const [folder = join('dist', 'app')] = args.filter((arg) => !arg.startsWith('--'))
const isWindows = process.platform === 'win32'

run(process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/build.ts'])
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const part of ['functions', 'shared', 'ui', 'host.json', 'package.json', 'edge/model.Dockerfile'])
  cpSync(join('dist', part), join(folder, part), { recursive: true })

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const lock = selectPackages(JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile, manifest, target, needless)
writeFileSync(join(folder, 'package-lock.json'), `${JSON.stringify(lock, undefined, 2)}\n`)
if (args.includes('--installed')) copyInstalled(lock)
else installFromNpm()
trimPackages(folder, target)
// `azd` packs the folder itself; without this it would leave the packages out and install others in Azure.
writeFileSync(join(folder, '.funcignore'), '.funcignore\nnode_modules/.package-lock.json\n')

const bill = JSON.parse(run('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--omit', 'dev'], folder))
// What differs from run to run says nothing about the app.
delete bill.serialNumber
delete bill.metadata.timestamp
writeFileSync(`${folder}.sbom.json`, `${JSON.stringify(bill, undefined, 2)}\n`)

const { sha256, bytes, files } = await writeZip(folder, `${folder}.zip`)
const packages = Object.keys(lock.packages).length - 1
console.log(`${folder}.zip: ${(bytes / 1e6).toFixed(1)} MB, ${files} files, ${packages} packages, sha256 ${sha256}`)

function installFromNpm(): void {
  const platform = Object.entries(target).map(([name, value]) => `--${name}=${value}`)
  // Scripts of packages never run here: the target may be another machine than this one.
  run(
    'npm',
    ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...platform],
    folder,
  )
}

function copyInstalled({ packages }: Lockfile): void {
  for (const path of Object.keys(packages)) {
    if (path === '') continue
    const isOwn = (source: string) => !source.slice(path.length).split(sep).includes('node_modules')
    cpSync(path, join(folder, path), { recursive: true, filter: isOwn })
  }
}

function run(command: string, commandArgs: string[], cwd = '.'): string {
  const { status, stdout } = spawnSync(command, commandArgs, {
    ...{ cwd, encoding: 'utf8', maxBuffer: 64e6, stdio: ['ignore', 'pipe', 'inherit'] },
    shell: isWindows && command === 'npm',
  })
  if (status !== 0) throw new Error(`${command} ${commandArgs.join(' ')} failed.`)
  return stdout
}
