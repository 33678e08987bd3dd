// Runs a TypeScript entry point of this repository on the Node that production uses, whatever Node started us:
//   node tools/run.mjs local/main.ts --port 8080
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const lockfile = join(root, 'package-lock.json')
const stamp = join(root, 'node_modules', '.sightloop-installed')
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

// onnxruntime-node's install script fetches CUDA and node-av's an ffmpeg program; neither is used. Older npm ignores
// `allowScripts`, so both are told in their own words, too. ONNX Runtime reports usage unless told not to before it loads.
const environment = {
  ...process.env,
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  SKIP_FFMPEG: 'true',
  ORT_DISABLE_TELEMETRY: '1',
}

let child
const digest = createHash('sha256').update(readFileSync(lockfile)).digest('hex')
const isInstalled = existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest

if (!isInstalled) {
  console.log('Installing packages from npm (about a minute, once) …')
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) {
    console.error('npm could not install the packages; its own message is above. Nothing was started.')
    process.exit(code)
  }
  writeFileSync(stamp, digest)
}

// Ctrl-C reaches the whole process group; the child decides how to stop, we only wait for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child?.kill(signal === 'SIGINT' ? 0 : signal))
process.exitCode = await run(node, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)])

function run(command, args) {
  return new Promise((resolve) => {
    child = spawn(command, args, {
      cwd: root,
      env: environment,
      stdio: 'inherit',
      shell: process.platform === 'win32' && command === 'npm',
    })
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}
