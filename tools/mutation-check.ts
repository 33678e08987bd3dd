// npm run test:mutations [-- part-of-a-bug-or-file …]: plants bugs, one after the other, in a clone of the last commit, and runs for each the tests that must notice.
// What no test notices is a hole in the tests. Nothing of this checkout is touched.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { mutants } from './mutation/mutants.ts'
import { mutate } from './mutation/mutate.ts'

/** So few may go unnoticed, each with its reason in docs/decisions.md. */
const mostSurvivors = 1
const filters = process.argv.slice(2)
const wanted = mutants.filter(({ bug, file }) => filters.length === 0 || filters.some((filter) => `${bug} ${file}`.includes(filter)))
const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
const clone = join(folder, 'clone')
let survivors = 0
try {
  if (spawnSync('git', ['clone', '--quiet', '--shared', '.', clone], { stdio: 'inherit' }).status !== 0)
    throw new Error('The clone was not made.')
  // Only read: the tests are started by Node itself, never by npm, which would install into it.
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'), 'junction')
  const sound = new Set<string>()
  for (const mutant of wanted) {
    const fresh = mutant.tests.filter((test) => !sound.has(test))
    // A test that fails anyway notices nothing.
    const before = run(fresh)
    if (!before.hasPassed) {
      survivors++
      console.log(`UNTRIED        ${mutant.bug}: without any bug these fail already: ${fresh.join(' ')}\n${before.output}`)
      continue
    }
    for (const test of fresh) sound.add(test)
    const { path, sound: text, mutated } = mutate(clone, mutant)
    writeFileSync(path, mutated)
    const { hasPassed, seconds } = run(mutant.tests)
    writeFileSync(path, text)
    if (hasPassed) survivors++
    console.log(`${hasPassed ? 'UNNOTICED' : 'noticed  '} ${seconds.toFixed(0).padStart(3)} s  ${mutant.bug} (${mutant.file})`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`mutants: ${wanted.length - survivors} of ${wanted.length} noticed`)
process.exitCode = survivors > mostSurvivors ? 1 : 0

function run(tests: readonly string[]): { hasPassed: boolean; seconds: number; output: string } {
  const began = performance.now()
  if (tests.length === 0) return { hasPassed: true, seconds: 0, output: '' }
  const { status, stdout } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--test', ...tests], {
    ...{ cwd: clone, encoding: 'utf8', timeout: 600_000, maxBuffer: 64e6 },
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, ORT_DISABLE_TELEMETRY: '1' },
  })
  if (status === null) throw new Error(`They did not end within ten minutes: ${tests.join(' ')}`)
  return { hasPassed: status === 0, seconds: (performance.now() - began) / 1000, output: stdout.slice(-4000) }
}
