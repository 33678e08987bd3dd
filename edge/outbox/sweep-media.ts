import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Deletes files that nobody will ever upload: a crash came between their last byte and their record. */
export function sweepMedia(folder: string, wanted: ReadonlySet<string>): void {
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && !wanted.has(file)) rmSync(file, { force: true })
  }
}
