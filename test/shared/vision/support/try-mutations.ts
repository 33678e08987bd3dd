import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { spawnLimited } from '../../../../shared/video/limited-process.ts'
import { createRandom } from '../../../harness/random.ts'
import { writeBytes } from './hostile-models.ts'

const processFile = fileURLToPath(new URL('./try-models-process.ts', import.meta.url))

/**
 * Damages a net again and again, and tries each in a limited process, many in one so that it is fast; one that brings the
 * process down was refused by its end, and the next process goes on behind it.
 *
 * @returns for each the reason for its refusal, or undefined where it still runs
 */
export async function tryMutations(folder: string, bytes: Uint8Array, count: number): Promise<(string | undefined)[]> {
  const random = createRandom(7)
  const folders = Array.from({ length: count }, (_, index) => {
    const damaged = Uint8Array.from(bytes)
    for (let change = 0; change <= index % 4; change++) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256)
    writeBytes(join(folder, String(index)), index % 10 === 0 ? damaged.subarray(0, Math.floor(random() * damaged.length)) : damaged)
    return join(folder, String(index))
  })
  const reasons: (string | undefined)[] = []
  while (reasons.length < count) {
    const before = reasons.length
    const child = spawnLimited(process.execPath, ['--no-warnings', processFile], { cpuSeconds: 30, addressSpaceBytes: 3 * 1024 ** 3 })
    child.stderr?.resume()
    child.stdin?.on('error', () => {})
    child.stdin?.end(JSON.stringify(folders.slice(before)))
    const closed = once(child, 'close')
    if (child.stdout !== null) for await (const line of createInterface({ input: child.stdout })) reasons.push(JSON.parse(line).reason)
    const [code, signal] = await closed
    if (reasons.length < count) reasons.push(`Its process broke down (${signal ?? `code ${code}`}).`)
  }
  return reasons
}
