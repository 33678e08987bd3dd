// Watches one program for the management service. It reads what to run as one line of JSON from standard input, and nothing
// is started before that line: by then the service has written down who watches. When standard input ends, the service has
// gone or wants an end, and the program and all that came of it is killed. Tells in lines of JSON: { pid }, then the outcome.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { groupMemoryBytes, killGroup } from './process-group.ts'
import type { ProgramOutcome } from './program-outcome.ts'
import type { ProgramSpec } from './supervised-program.ts'

const lookEveryMs = 250
// A program that prints without end would otherwise fill the disk.
const mostLogBytes = 8 * 1024 * 1024

const input = createInterface(process.stdin)
const ended = new Promise<void>((resolve) => {
  input.once('close', resolve)
})
const line = await Promise.race([new Promise<string>((resolve) => input.once('line', resolve)), ended])
if (line === undefined) process.exit(0)
const outcome = await run(JSON.parse(line) as ProgramSpec)
// Whoever listens may be gone.
process.stdout.on('error', () => {})
process.stdout.write(`${JSON.stringify({ outcome })}\n`, () => process.exit(0))

async function run(spec: ProgramSpec): Promise<ProgramOutcome> {
  // Children inherit it: the cameras of the same laptop come first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const [program, ...args] = spec.command
  const child = spawn(program!, args, { cwd: spec.folder, env: spec.environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let why: Pick<ProgramOutcome, 'ended' | 'detail'> = {}
  const end = (reason: Pick<ProgramOutcome, 'ended' | 'detail'>) => {
    if (why.ended === undefined) why = reason
    if (child.pid !== undefined) killGroup(child.pid)
  }
  child.once('error', (error) => end({ ended: 'not-started', detail: `The program could not be started: ${error.message}` }))
  keepLog(child, spec.logFile)
  if (child.pid !== undefined) process.stdout.write(`${JSON.stringify({ pid: child.pid })}\n`)
  ended.then(() => end({ ended: 'cancelled', detail: 'It was ended on request.' }))

  const seconds = Math.round(spec.timeoutMs / 1000)
  const clock = setTimeout(() => end({ ended: 'timeout', detail: `It took longer than its limit of ${seconds} s.` }), spec.timeoutMs)
  const memory = setInterval(() => {
    if (child.pid === undefined || groupMemoryBytes(child.pid) <= spec.memoryBytes) return
    end({ ended: 'memory', detail: `It took more than ${Math.round(spec.memoryBytes / 1e6)} MB of memory.` })
  }, lookEveryMs)
  child.once('exit', () => {
    // What it left behind holds its output open, and must not go on without it.
    if (child.pid !== undefined) killGroup(child.pid)
  })
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (code, by) => resolve([code, by]))
  })
  clearTimeout(clock)
  clearInterval(memory)
  return { exitCode: why.ended === 'not-started' ? undefined : (exitCode ?? undefined), signal: signal ?? undefined, ...why }
}

function keepLog(child: ChildProcess, path: string): void {
  const file = openSync(path, 'a')
  let left = mostLogBytes
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (data: Buffer) => {
      if (left <= 0) return
      writeSync(file, data.subarray(0, left))
      left -= data.length
      if (left <= 0) writeSync(file, `\nThe log ends here, after ${mostLogBytes} bytes.\n`)
    })
  }
  child.once('close', () => closeSync(file))
}
