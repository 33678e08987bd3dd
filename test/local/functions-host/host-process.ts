import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Cleanup } from './app-folder.ts'

export interface HostProcess {
  readonly url: string
  readonly lines: readonly string[]
  /** The first line from `from` on that fits, now or later; rejects when the process ends without it. */
  line(pattern: RegExp, from?: number): Promise<string>
  signal(signal: NodeJS.Signals): void
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>
  /** As a power cut. */
  kill(): Promise<void>
}

/** A host of one test: it goes when the test ends. */
export async function startHostProcess(t: Cleanup, ...how: Parameters<typeof launchHost>): Promise<HostProcess> {
  const host = await launchHost(...how)
  t.after(() => host.kill())
  return host
}

/** Starts the host as people do, in the app's folder, on a free port, and waits until it is ready. */
export async function launchHost(folder: string, env: Record<string, string> = {}, args: string[] = []): Promise<HostProcess> {
  const main = resolve('local/functions-host/main.ts')
  const child = spawn(process.execPath, [main, 'start', '--port', '0', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const watchers = new Set<() => void>()
  let pending = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      pending += data
      const parts = pending.split('\n')
      pending = parts.pop() ?? ''
      lines.push(...parts)
      for (const watch of [...watchers]) watch()
    })
  }
  child.on('exit', () => {
    for (const watch of [...watchers]) watch()
  })

  const line: HostProcess['line'] = (pattern, from = 0) =>
    new Promise((found, reject) => {
      const watch = () => {
        const hit = lines.slice(from).find((each) => pattern.test(each))
        const isOver = child.exitCode !== null || child.signalCode !== null
        if (hit === undefined && !isOver) return
        watchers.delete(watch)
        if (hit !== undefined) found(hit)
        else reject(new Error(`The host ended without a line like ${pattern}:\n${lines.join('\n')}`))
      }
      watchers.add(watch)
      watch()
    })

  await line(/Host lock lease acquired by instance ID '/)
  const port = /Listening on http:\/\/localhost:(\d+)/.exec(await line(/Listening on/))?.[1]
  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    line,
    signal: (signal) => void child.kill(signal),
    stop: () => end(child, 'SIGTERM'),
    kill: async () => void (await end(child, 'SIGKILL')),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal)
    await once(child, 'exit')
  }
  return child.exitCode
}

/** Resolves when so many lines that fit have come: what a function did may be seen before the host's line about it. */
export async function waitForLines(host: HostProcess, pattern: RegExp, count: number): Promise<void> {
  let from = 0
  for (let seen = 0; seen < count; seen++) from = host.lines.indexOf(await host.line(pattern, from), from) + 1
}
