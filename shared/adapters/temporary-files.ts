import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ScratchFiles } from '../ports/night.ts'

/**
 * Files in the machine's folder for temporary ones, named after the process. What a process that was killed left
 * behind is removed by the next one.
 */
export function createTemporaryFiles(folder = join(tmpdir(), `sightloop-${process.getuid?.() ?? 'user'}`)): ScratchFiles {
  let isSwept = false
  return {
    async use(work) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      if (!isSwept) await sweep(folder)
      isSwept = true
      const path = join(folder, `${process.pid}-${randomUUID()}`)
      try {
        return await work({ path, sha256: () => hashFile(path) })
      } finally {
        await rm(path, { force: true })
      }
    },
  }
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(name.split('-')[0])
    if (!isAlive(pid)) await rm(join(folder, name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
