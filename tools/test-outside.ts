// npm run test:outside: what we write for others to read, read by software that is not ours.
// Needs python3 with venv, apt-get for one of them, and some 5 GB while it runs. The packages go into a folder that is removed at the end.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lintWorkflows } from '../test/outside/lint-workflows.ts'
import { prepareOutside } from '../test/outside/prepare.ts'
import { testPackage } from './package/test-package.ts'

/** Readers whose packages can live together. */
interface Readers {
  readonly name: string
  readonly tests: readonly string[]
  /** Holds `requirements.txt`, and perhaps `requirements-alone.txt` for packages that are installed without what they ask for. */
  readonly folder: string
  /** What PyPI has only for some machines and versions of Python; where it cannot be installed, that is said and nothing fails. */
  readonly isForSomeMachines?: boolean
  /** Debian's packages that they run; unpacked beside, not installed. */
  readonly debian?: readonly string[]
}

const readersIn = (name: string) => ({ name, tests: [`test/outside/readers/${name}`], folder: `test/outside/readers/${name}` })
const allReaders: readonly Readers[] = [
  { name: 'protocols', tests: ['test/outside', '--ignore=test/outside/readers'], folder: 'test/outside' },
  readersIn('datasets'),
  readersIn('insights'),
  readersIn('management'),
  readersIn('infra'),
  {
    ...{ ...readersIn('images'), isForSomeMachines: true },
    debian: ['skopeo', 'libgpgme11', 'libassuan0', 'libgpg-error0', 'libdevmapper1.02.1'],
  },
  { ...readersIn('azure'), isForSomeMachines: true },
  { ...readersIn('ultralytics'), isForSomeMachines: true },
]

const folder = mkdtempSync(join(tmpdir(), 'outside-'))
const counts = { passed: 0, failed: 0 }
try {
  console.log('Installing the outside readers from PyPI (two to three minutes) …')
  const work = join(folder, 'work')
  mkdirSync(work)
  // Side by side: one waits for the network while another unpacks.
  const installing = Promise.all(allReaders.map(install))
  installing.catch(() => {})
  const things = await prepareOutside(work)
  try {
    writeFileSync(join(work, 'things.json'), JSON.stringify(things.facts))
    for (const { readers, python } of await installing) if (python !== undefined) await readWith(readers, python, join(work, 'things.json'))
  } finally {
    await things.close()
  }
  for (const { passed, failed } of [lintWorkflows(join(folder, 'workflows')), await testPackage(join(folder, 'package'))]) {
    counts.passed += passed
    counts.failed += failed
  }
} finally {
  // What pip still unpacks when something failed would keep a folder from going.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 })
}
console.log(`tests: ${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed > 0 ? 1 : 0

/** Answers with the interpreter, or without one where the packages are not to be had here. */
async function install(readers: Readers): Promise<{ readers: Readers; python: string | undefined }> {
  const { name, folder: lists, debian } = readers
  const environment = join(folder, name)
  // Used once: neither compiled ahead nor kept for another time.
  const options = ['--quiet', '--disable-pip-version-check', '--no-compile', '--no-cache-dir']
  const pip = (...args: string[]) => run(join(environment, 'bin', 'pip'), ['install', ...options, ...args])
  await run('python3', ['-m', 'venv', environment])
  try {
    if (debian !== undefined) await unpackDebian(debian, debianOf(name))
    await pip('-r', `${lists}/requirements.txt`)
    if (existsSync(`${lists}/requirements-alone.txt`)) await pip('--no-deps', '-r', `${lists}/requirements-alone.txt`)
  } catch (error) {
    if (readers.isForSomeMachines !== true) throw error
    console.log(`NOT READ: the packages for ${name} cannot be installed on this machine. ${String(error).slice(-300)}`)
    return { readers, python: undefined }
  }
  return { readers, python: join(environment, 'bin', 'python') }
}

/** Without root and without a trace on the machine; no other program is asked for what these need. */
async function unpackDebian(packages: readonly string[], into: string): Promise<void> {
  mkdirSync(into, { recursive: true })
  await run('sh', ['-c', 'apt-get --quiet=2 download "$@" && for file in *.deb; do dpkg -x "$file" .; done', 'unpack', ...packages], into)
}

function debianOf(name: string): string {
  return join(folder, name, 'debian')
}

function run(command: string, args: string[], cwd = '.'): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'pipe'], cwd })
  let complaints = ''
  child.stderr.on('data', (data: Buffer) => {
    complaints += data
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} failed: ${complaints}`))))
  })
}

/** Runs pytest beside the services of this process, and adds its counts to ours. */
function readWith({ name, tests }: Readers, python: string, facts: string): Promise<void> {
  const options = ['-p', 'no:cacheprovider', '--rootdir=test/outside', '--tb=short', '--show-capture=no', '-v']
  const child = spawn(python, ['-m', 'pytest', ...options, ...tests], {
    env: { ...process.env, OUTSIDE_FACTS: facts, OUTSIDE_DEBIAN: debianOf(name), PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  console.log(`── ${name}`)
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data
    process.stdout.write(data)
  })
  return new Promise((resolve) =>
    child.once('close', (code) => {
      const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(output.trimEnd().split('\n').at(-1) ?? '')?.[1] ?? 0)
      const failed = count('failed') + count('errors?')
      counts.passed += count('passed')
      counts.failed += failed + Number(code !== 0 && failed === 0)
      resolve()
    }),
  )
}
