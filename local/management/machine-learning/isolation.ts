import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const prlimit = process.platform === 'linux' ? ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path)) : undefined
const unshare = process.platform === 'linux' ? ['/usr/bin/unshare', '/bin/unshare'].find((path) => existsSync(path)) : undefined

// No network, and numbers for processes of its own: with the first of them all others end, whatever group they chose.
const apart = ['--user', '--map-current-user', '--net', '--pid', '--fork', '--kill-child=SIGKILL', '--']

export interface KernelLimits {
  /** Of one file. */
  readonly fileBytes: number
  readonly addressSpaceBytes: number
}

/** What is put before a program so that the kernel keeps it small, as far as this machine can. */
export async function isolationPrefix({ fileBytes, addressSpaceBytes }: KernelLimits): Promise<readonly string[]> {
  const bounds = prlimit === undefined ? [] : [prlimit, `--as=${addressSpaceBytes}`, `--fsize=${fileBytes}`, '--core=0', '--']
  return [...(await namespacePrefix()), ...bounds]
}

let found: Promise<readonly string[]> | undefined

/** Containers and some distributions do not let users have namespaces; then there are none. */
function namespacePrefix(): Promise<readonly string[]> {
  const program = unshare
  if (program === undefined) return Promise.resolve([])
  found ??= promisify(execFile)(program, [...apart, 'true'], { timeout: 5000 }).then(
    () => [program, ...apart],
    () => [],
  )
  return found
}
