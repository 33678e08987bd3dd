import { renameSync, writeFileSync } from 'node:fs'

/** Written to another file first, so that a power cut leaves the old content or the new one, never half of it. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.part`, content)
  renameSync(`${file}.part`, file)
}
