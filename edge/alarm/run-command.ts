import { spawn } from 'node:child_process'

/** Starts the program without a shell, writes `input` to its standard input, and kills it when it takes too long. */
export function runCommand([program, ...args]: readonly string[], input: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // The module's environment holds keys; the program gets none of it.
    const child = spawn(program!, args, {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: process.env['PATH'] },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(signal === null ? `The alarm command ended with code ${code}.` : `The alarm command was ended by ${signal}.`))
    })
    // It need not read what it is told.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
