// npm run check: format and lint (layers among it), types, dead code. Silent where all is well.
import { spawnSync } from 'node:child_process'

const steps: [name: string, command: string, args: string[]][] = [
  ['format and lint', 'node_modules/.bin/biome', ['check', '--error-on-warnings', '--log-level=warn', '.']],
  ['types', 'node_modules/.bin/tsc', ['-p', '.']],
  ['types of the pages', 'node_modules/.bin/tsc', ['-p', 'ui']],
  ['types of the service worker', 'node_modules/.bin/tsc', ['-p', 'ui/worker']],
  ['dead code', 'node_modules/.bin/knip', ['--no-progress']],
]

for (const [name, command, args] of steps) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', shell: process.platform === 'win32' })
  if (status === 0) continue
  console.error(`${name}:\n${stdout}${stderr}`)
  process.exitCode = 1
}
