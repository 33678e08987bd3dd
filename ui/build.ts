import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const here = import.meta.dirname
const root = join(here, '..')
/** Where the function app looks for the pages when it runs from its source. */
const ownFolder = join(here, 'dist')

/**
 * Builds the pages into a folder.
 *
 * @throws Error with what the bundler said
 */
export async function buildUi(folder: string = ownFolder): Promise<void> {
  const program = join(root, 'node_modules/vite/bin/vite.js')
  const bundler = spawn(process.execPath, [program, 'build', here, '--logLevel', 'warn'], {
    cwd: root,
    env: { ...process.env, UI_OUT: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [bundler.stdout, bundler.stderr]) stream.on('data', (text) => (said += text))
  const code = await new Promise((resolve, reject) => bundler.on('close', resolve).on('error', reject))
  if (code !== 0) throw new Error(`The pages could not be built:\n${said}`)
}

/** Builds the pages unless what lies there was made from the very files of now. */
export async function ensureUi(): Promise<void> {
  const digest = sourceDigest()
  while (!isMadeFrom(digest)) {
    if (claim()) return replace(digest)
    await pause(lookMs)
  }
}

const record = '.made-from'
const lookMs = 200

function isMadeFrom(digest: string): boolean {
  const file = join(ownFolder, record)
  return existsSync(file) && readFileSync(file, 'utf8') === digest
}

/** Two at once (a start beside a test) must not empty the folder under each other: one builds, the other waits. */
const lock = join(here, '.building')

function claim(): boolean {
  try {
    mkdirSync(lock)
    writeFileSync(join(lock, 'pid'), String(process.pid))
    return true
  } catch {
    const owner = existsSync(join(lock, 'pid')) ? Number(readFileSync(join(lock, 'pid'), 'utf8')) : undefined
    if (owner !== undefined && !isAlive(owner)) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Beside the old one, and then in its place: whoever reads meanwhile finds all of one or all of the other. */
async function replace(digest: string): Promise<void> {
  const [next, old] = [`${ownFolder}-next`, `${ownFolder}-old`]
  try {
    await buildUi(next)
    writeFileSync(join(next, record), digest)
    rmSync(old, { recursive: true, force: true })
    if (existsSync(ownFolder)) renameSync(ownFolder, old)
    renameSync(next, ownFolder)
    rmSync(old, { recursive: true, force: true })
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function sourceDigest(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const files = globSync('**/*.{ts,tsx,css,html,svg,json,webmanifest}', { cwd: here, exclude: ['dist*/**', 'node_modules/**'] })
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(here, file)))
  return hash.digest('hex')
}
