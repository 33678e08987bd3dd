import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface ReachedPoint {
  readonly name: string
  /** How often it was reached. */
  readonly times: number
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

// A child that hangs is a failure as well, and must not outlive the test.
const patienceMs = 60_000

/** Runs a script to its end and lists the crash points that it passed. */
export async function listCrashPoints(script: string, args: readonly string[]): Promise<readonly ReachedPoint[]> {
  const { code, stderr } = await runScript(script, args, '?')
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${stderr}`)
  const names = [...stderr.matchAll(/^crash-point (\S+)$/gm)].map(([, name]) => name ?? '')
  return [...Map.groupBy(names, (name) => name)].map(([name, reached]) => ({ name, times: reached.length }))
}

/** Runs a script and kills it, as a power cut would, the n-th time that it reaches a point. Answers what it printed until then. */
export async function runIntoCrash(script: string, args: readonly string[], point: string, time = 1): Promise<string> {
  const { signal, code, stdout, stderr } = await runScript(script, args, `${point}:${time}`)
  if (signal !== 'SIGKILL') throw new Error(`${script} did not die at ${point}:${time} but ended with ${code}: ${stderr}`)
  return stdout
}

async function runScript(script: string, args: readonly string[], crash: string): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, TEST_CRASH: crash },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
    killSignal: 'SIGTERM',
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal, stdout, stderr }
}
