import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError, readCommand } from './command-line.ts'
import { findProgram } from './find-program.ts'
import { isolationPrefix } from './isolation.ts'
import { durationMs } from './job-body.ts'
import type { JobFolders } from './job-folders.ts'
import type { JobRecord } from './job-record.ts'
import type { ProgramSpec } from './supervised-program.ts'
import type { Workspace } from './workspace-options.ts'

const longestMs = 24 * 60 * 60_000
const gigabyte = 1024 ** 3
// Above what a process may hold lies what it may only reserve: V8 and ONNX Runtime reserve far more than they use.
const reserved = 32 * gigabyte

/**
 * What to run for a job, and in which surroundings: nothing of this service's environment but where programs are found.
 *
 * @throws CommandError when the command cannot be run here
 */
export async function planCommand(
  { name, properties }: JobRecord,
  folders: JobFolders,
  { programs, memoryBytes, outputBytes }: Workspace,
): Promise<Pick<ProgramSpec, 'command' | 'environment' | 'timeoutMs'>> {
  const [first, ...args] = readCommand(properties.command, valuesOf(properties, folders))
  const program = findProgram(first, programs)
  if (program === undefined) throw new CommandError(`There is no program '${first}' on this machine's PATH.`)
  const limits = { fileBytes: outputBytes, addressSpaceBytes: 4 * memoryBytes + reserved }
  const temporary = join(folders.root, 'temporary')
  const path = process.env['PATH']
  return {
    command: [...(await isolationPrefix(limits)), ...program, ...args],
    environment: {
      ...(path === undefined ? {} : { PATH: path }),
      // Windows finds its own libraries by its variable; glibc would take 64 MB of addresses for each thread.
      ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? '' } : { MALLOC_ARENA_MAX: '2' }),
      ...{ HOME: temporary, TMPDIR: temporary, LANG: 'C.UTF-8', ORT_DISABLE_TELEMETRY: '1', AZUREML_RUN_ID: name },
      ...properties.environmentVariables,
    },
    timeoutMs: Math.min(longestMs, durationMs(properties.limits?.timeout ?? '') ?? longestMs),
  }
}

function valuesOf({ inputs }: JobRecord['properties'], folders: JobFolders): Record<string, string> {
  const literals = Object.entries(inputs ?? {}).filter(([, { jobInputType }]) => jobInputType === 'literal')
  return Object.fromEntries([
    ...literals.map(([input, { value }]) => [`inputs.${input}`, value ?? '']),
    ...folders.inputs.map(({ name, folder, isFile }) => [`inputs.${name}`, isFile ? join(folder, readdirSync(folder)[0]!) : folder]),
    ...folders.outputs.map(({ name, folder }) => [`outputs.${name}`, folder]),
  ])
}
