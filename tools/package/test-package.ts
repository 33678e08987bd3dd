import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

/**
 * Makes the file that goes to Azure twice, once with packages from npm and once with those that are installed, and tests it: on the local host, and in
 * Azure's own Node worker where this machine has one (in `FUNCTIONS_NODE_WORKER`, or within Azure Functions Core Tools on the PATH).
 */
export async function testPackage(folder: string): Promise<{ passed: number; failed: number }> {
  console.log('── the package')
  // One after the other: both are built in dist/.
  await makePackage(join(folder, 'from-npm'))
  await makePackage(join(folder, 'from-installed'), '--installed')
  const worker = findNodeWorker()
  if (worker === undefined)
    console.log("NOT RUN: Azure's Node worker is not on this machine (install Azure Functions Core Tools, or set FUNCTIONS_NODE_WORKER).")
  process.env.APP_ZIP = join(folder, 'from-npm.zip')
  process.env.APP_ZIP_AGAIN = join(folder, 'from-installed.zip')
  process.env.APP_BILL = join(folder, 'from-npm.sbom.json')
  process.env.FUNCTIONS_NODE_WORKER = worker ?? ''
  const files = ['app-package', ...(worker === undefined ? [] : ['node-worker'])].map((name) => `test/outside/package/${name}.test.ts`)
  const stream = run({ files, timeout: 300_000 })
  const ended = new Promise<{ passed: number; failed: number }>((resolve) =>
    stream.on('test:summary', ({ file, counts }) => {
      // The runner sums up each file and then the whole; the whole has no file.
      if (file === undefined) resolve({ passed: counts.passed, failed: counts.tests - counts.passed })
    }),
  )
  stream.compose(new spec()).pipe(process.stdout, { end: false })
  return ended
}

function makePackage(app: string, ...flags: string[]): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/package-app.ts', app, ...flags], {
    stdio: 'inherit',
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`The package was not made: ${code}`))))
  })
}

function findNodeWorker(): string | undefined {
  const tools = (process.env.PATH ?? '').split(delimiter).map((path) => join(path, 'func'))
  const places = tools.filter((file) => existsSync(file)).map((file) => dirname(realpathSync(file)))
  // npm's package has its program in lib/ and what it fetched in bin/.
  const folders = [
    process.env.FUNCTIONS_NODE_WORKER ?? '',
    ...places.flatMap((place) => [join(place, 'workers/node'), join(place, '../bin/workers/node')]),
  ]
  return folders.find((path) => path !== '' && existsSync(join(path, 'dist/src/nodejsWorker.js')))
}
