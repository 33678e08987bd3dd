// npm run build: dist/ is what Azure runs. Compiled JavaScript, nothing of local/, test/ or tools/.
import { spawnSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (status === 0) for (const file of ['host.json', 'package.json', 'package-lock.json']) copyFileSync(file, `dist/${file}`)
process.exitCode = status ?? 1
