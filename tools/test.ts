// npm test [-- part-of-a-path …] [-- --browser]
// Each test file is a process of its own; two at a time, because many start servers.
import { createWriteStream, existsSync, globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', process.env.CHROMIUM ?? '']
const args = process.argv.slice(2)
const wantsBrowser = args.includes('--browser')
const filters = args.filter((arg) => !arg.startsWith('--'))
const hasBrowser = browsers.some((path) => path !== '' && existsSync(path))

if (wantsBrowser && !hasBrowser) {
  console.error('No Chromium found. Install one, or set CHROMIUM to its path.')
  process.exit(1)
}

// They ask for a package that tools/test-outside.ts makes.
const isOutside = (file: string) => file.startsWith('test/outside/')
const isBrowserTest = (file: string) => file.startsWith('test/browser/')
const files = globSync('test/**/*.test.ts')
  .filter((file) => !isOutside(file))
  .filter((file) => (wantsBrowser ? isBrowserTest(file) : hasBrowser || !isBrowserTest(file)))
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  .sort()

if (files.length === 0) {
  console.error('No test file has that in its path.')
  process.exit(1)
}
if (!hasBrowser) console.log('No Chromium on this machine: the browser tests are left out (npm run test:browser insists on them).')

const stream = run({ files, concurrency: Math.max(2, availableParallelism()), timeout: 720_000 })
let passed = 0
let failed = 0
stream.on('test:summary', ({ file, counts }) => {
  // The runner sums up each file and then the whole; the whole has no file.
  if (file !== undefined) return
  passed = counts.passed
  failed = counts.tests - counts.passed - counts.skipped - counts.todo
})
stream.compose(new spec()).pipe(process.env.TEST_REPORT ? createWriteStream(process.env.TEST_REPORT) : process.stdout)
stream.on('end', () => {
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
  // After the reporter's own closing lines.
  process.on('exit', () => console.log(`tests: ${passed} passed, ${failed} failed`))
})
