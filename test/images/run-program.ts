import { type SpawnOptions, spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/**
 * Runs a program to its end and answers with what it wrote, without the line break at the end. `signal` asks it to stop, and
 * its end is waited for: what it has mounted is then taken down.
 *
 * @throws Error with the last of what it complained about
 */
export async function runProgram(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const { signal, ...others } = options
  signal?.throwIfAborted()
  // In a group of its own: a script waits for what it runs, so that has to be told, too.
  const child = spawn(command, args, { ...others, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const stop = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGINT')
  }
  signal?.addEventListener('abort', stop)
  const code = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => resolve(signal ?? status))
  })
  const [output, complaints, status] = await Promise.all([text(child.stdout!), text(child.stderr!), code]).finally(() =>
    signal?.removeEventListener('abort', stop),
  )
  if (status === 0) return output.trimEnd()
  throw new Error(`${command} ${args.join(' ').slice(0, 300)} ended with ${status}:\n${(output + complaints).trim().slice(-3000)}`)
}
