import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { runProgram } from './run-program.ts'

const place = '/proc/sys/fs/binfmt_misc'

/**
 * Lets the kernel run programs of both kinds of ARM through qemu, unless it does already.
 *
 * @returns takes back what it did
 */
export async function emulate(): Promise<() => Promise<void>> {
  const undo: (() => unknown)[] = []
  const takeBack = async () => {
    for (const step of undo) await step()
  }
  try {
    if (!existsSync(`${place}/register`)) {
      await runProgram('mount', ['-t', 'binfmt_misc', 'none', place])
      undo.unshift(() => runProgram('umount', [place]))
    }
    for (const name of ['qemu-aarch64', 'qemu-arm']) {
      if (existsSync(`${place}/${name}`)) continue
      // With the flag F: qemu is opened now, so programs find it from within any root folder.
      writeFileSync(`${place}/register`, readFileSync(`/usr/lib/binfmt.d/${name}.conf`))
      undo.unshift(() => writeFileSync(`${place}/${name}`, '-1'))
    }
  } catch (error) {
    await takeBack()
    throw error
  }
  return takeBack
}
