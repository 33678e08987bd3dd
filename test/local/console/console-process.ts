import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { findTakenPort, planPorts } from '../../../local/console/ports.ts'

const program = fileURLToPath(new URL('../../../local/main.ts', import.meta.url))

export interface ConsoleProcess {
  readonly child: ChildProcess
  readonly lines: readonly string[]
  /** The first line, from now or before, that matches. Rejects with all that was said when the console ends before. */
  line(pattern: RegExp): Promise<string>
  readonly exited: Promise<number | null>
}

/** `npm start` without npm. */
export function startConsole(flags: readonly string[]): ConsoleProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...flags], { detached: true })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const go of waiting) go()
  }
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line)
      wake()
    })
  }
  let hasExited = false
  const exited = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      hasExited = true
      resolve(code)
      wake()
    }),
  )
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = lines.find((one) => pattern.test(one))
        if (found === undefined && !hasExited) return
        waiting.delete(look)
        if (found === undefined) reject(new Error(`the console ended before it said ${pattern}:\n${lines.join('\n')}`))
        else resolve(found)
      }
      waiting.add(look)
      look()
    })
  return { child, lines, line, exited }
}

/** A port that is free, and so are those after it that a console needs. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000)
    if ((await findTakenPort(planPorts(port))) === undefined) return port
  }
}
