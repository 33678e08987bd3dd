// npm run test:outside: what we write for others to read, read by software that is not ours.
// Needs python3 with venv. The packages go into a folder that is removed at the end.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareOutside } from '../test/outside/prepare.ts'

const folder = mkdtempSync(join(tmpdir(), 'outside-'))
const python = join(folder, 'python')
try {
  console.log('Installing the outside readers from PyPI (about a minute) …')
  run('python3', ['-m', 'venv', python])
  run(join(python, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', 'test/outside/requirements.txt'])
  const work = join(folder, 'work')
  mkdirSync(work)
  const things = await prepareOutside(work)
  try {
    writeFileSync(join(work, 'things.json'), JSON.stringify(things.facts))
    await readWith(join(python, 'bin', 'python'), join(work, 'things.json'))
  } finally {
    await things.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ${args[0]} failed${error ? `: ${error.message}` : ''}`)
}

/** Runs pytest beside the services of this process, and turns its counts into our closing line. */
function readWith(interpreter: string, facts: string): Promise<void> {
  const child = spawn(interpreter, ['-m', 'pytest', '-p', 'no:cacheprovider', '--tb=short', '-v', 'test/outside'], {
    env: { ...process.env, OUTSIDE_FACTS: facts, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data
    process.stdout.write(data)
  })
  return new Promise((resolve) =>
    child.once('exit', (code) => {
      const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(output.trimEnd().split('\n').at(-1) ?? '')?.[1] ?? 0)
      const failed = count('failed') + count('errors?') + (code === 0 ? 0 : Number(count('failed') + count('errors?') === 0))
      console.log(`tests: ${count('passed')} passed, ${failed} failed`)
      process.exitCode = failed > 0 ? 1 : 0
      resolve()
    }),
  )
}
