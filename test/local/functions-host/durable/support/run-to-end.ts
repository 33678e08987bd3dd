import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs a script over a data folder to its end. @returns what it printed */
export async function run(script: string, data: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, data], { timeout: 60_000 })
  return stdout
}
