import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Role } from '../../shared/domain/person.ts'
import { type Api, createApi } from '../console/api.ts'

/** The whole product on this machine, as `npm start` brings it up, and people of every role in it. */
export interface RunningFactory {
  as(role: Role): Api
  /** Puts a film where the module looks for media; answers the camera's source. */
  provide(film: string): string
  stop(): Promise<void>
}

export interface FactoryOptions {
  readonly root: string
  readonly port: number
  readonly folder: string
  /** A film of nothing: the camera stands, but nothing has begun. */
  readonly idleFilm: string
  /** Folder of a model; undefined = none. */
  readonly model: string | undefined
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

const patienceMs = 180_000

/** Starts it as a child and resolves when it is up. @throws Error with its last lines when it is not */
export async function startFactory(options: FactoryOptions): Promise<RunningFactory> {
  const { root, port, folder, idleFilm, model, signal } = options
  const args = ['--port', String(port), '--camera', idleFilm, '--model', model ?? 'none', '--data', folder, '--reset']
  const child = spawn(process.execPath, [join(root, 'tools/run.mjs'), join(root, 'local/main.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C must reach the loop alone: it stops the factory in order.
    detached: true,
  })
  const lines: string[] = []
  const take = (chunk: Buffer) => {
    for (const line of String(chunk)
      .split('\n')
      .filter((one) => one.trim() !== '')) {
      lines.push(line)
      options.say(line)
    }
  }
  child.stdout!.on('data', take)
  child.stderr!.on('data', take)
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${lines.slice(-15).join('\n')}`)))
  })
  gone.catch(() => {})
  const url = `http://127.0.0.1:${port}`
  const stop = () => end(child)
  try {
    await Promise.race([answers(createApi(url, 'admin', signal)), failAfter(patienceMs, lines), gone])
  } catch (error) {
    await stop()
    throw error
  }
  return {
    as: (role) => createApi(url, role, signal),
    provide: (film) => {
      const name = basename(film)
      copyFileSync(film, join(folder, 'videos', name))
      return `file:${name}`
    },
    stop,
  }
}

/** Up is when the device says that it works by its settings. */
async function answers(api: Api): Promise<void> {
  for (;;) {
    try {
      const { settings } = await api.get<{ settings: { status: string } }>('devices/edge-1')
      if (settings.status === 'applied') return
    } catch {
      // Not up yet; whoever waits too long gives up.
    }
    await sleep(500)
  }
}

async function failAfter(ms: number, lines: readonly string[]): Promise<never> {
  await sleep(ms, undefined, { ref: false })
  throw new Error(`npm start was not up after ${ms / 1000} s:\n${lines.slice(-15).join('\n')}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
