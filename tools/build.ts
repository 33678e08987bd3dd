// npm run build [-- FOLDER] [-- --without-pages]: dist/ (or FOLDER) is what Azure runs, a function app by itself: compiled JavaScript, host.json, and a package.json with
// the production dependencies alone (node-av among them, which a company may leave out: docs/decisions.md). `dist/edge` is what the module's images take.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildUi } from '../ui/build.ts'

const args = process.argv.slice(2)
const [folder = 'dist'] = args.filter((arg) => !arg.startsWith('--'))
rmSync(folder, { recursive: true, force: true })
const { status } = spawnSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', folder], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (status === 0) {
  // The module's images and the trainer's have no use for them.
  if (!args.includes('--without-pages')) await buildUi(resolve(folder, 'ui/dist'))
  copyFileSync('host.json', join(folder, 'host.json'))
  // Builders of images are given it as it stands (shared/model-dockerfile.ts).
  copyFileSync('edge/model.Dockerfile', join(folder, 'edge/model.Dockerfile'))
  const { name, version, license, type, dependencies, optionalDependencies, allowScripts } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  )
  const app = { name, version, private: true, license, type, main: 'functions/index.js' }
  const manifest = { ...app, dependencies, optionalDependencies, allowScripts }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
}
process.exitCode = status ?? 1
