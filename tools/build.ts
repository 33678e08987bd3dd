// npm run build [-- FOLDER]: dist/ (or FOLDER) is what Azure runs, a function app by itself: compiled JavaScript, host.json, and a package.json with
// the production dependencies alone. `dist/edge` is what the module's images take.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = 'dist'] = process.argv.slice(2)
rmSync(folder, { recursive: true, force: true })
const { status } = spawnSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', folder], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (status === 0) {
  copyFileSync('host.json', join(folder, 'host.json'))
  const { name, version, license, type, dependencies, allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  const app = { name, version, private: true, license, type, main: 'functions/index.js', dependencies, allowScripts }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(app, undefined, 2)}\n`)
}
process.exitCode = status ?? 1
