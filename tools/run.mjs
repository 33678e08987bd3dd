// Runs a TypeScript entry point of this repository on the Node that production uses, whatever Node started us:
//   node tools/run.mjs local/main.ts --port 8080
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const lock = join(root, '.installing')
const lockOwner = join(lock, 'pid')

// onnxruntime-node's install script fetches CUDA and node-av's an ffmpeg program; neither is used. Older npm ignores
// `allowScripts`, so both are told in their own words, too. ONNX Runtime reports usage unless told not to before it loads.
const environment = {
  ...process.env,
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  SKIP_FFMPEG: 'true',
  ORT_DISABLE_TELEMETRY: '1',
  // Seven processes start with the laptop, and one with every test file: what was compiled once is not compiled again.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compiled'),
}

let child
// Ctrl-C reaches the whole process group, so the child has it already; it decides how to stop, and we wait for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child?.kill(signal))

try {
  if (!isInstalled()) await install()
  process.exitCode = await run(node, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)])
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

/** Whether npm's own record of what it installed agrees with the lockfile. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(node) || !existsSync(record)) return false
  const installed = readPackages(record)
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, link }]) =>
      path === '' || link || !path.includes('node_modules/') || optional || installed[path]?.version === version,
  )
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/** Two commands started at once must not install over each other: the second waits for the first. */
async function install() {
  for (let waits = 0; !claim(); waits++) {
    if (waits === 0) console.log('Another command is installing packages; waiting for it …')
    if (waits === 1200) throw new Error(`${lock} is still there after 10 minutes. If nothing is installing, remove it.`)
    await pause(500)
  }
  try {
    if (isInstalled()) return
    console.log('Installing packages from npm (a minute or two, once) …')
    const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
    if (code !== 0) throw new Error('npm could not install the packages; its own message is above. Nothing was started.')
  } finally {
    rmSync(lock, { recursive: true })
  }
}

function claim() {
  try {
    mkdirSync(lock)
    writeFileSync(lockOwner, String(process.pid))
    return true
  } catch {
    // Whoever was killed in the middle of it does not go on: the next look finds no lock.
    if (isLeft()) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

/** Whether the process that took the lock is gone. */
function isLeft() {
  if (!existsSync(lockOwner)) return false
  const pid = Number(readFileSync(lockOwner, 'utf8'))
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

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
