import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Deletes films and pictures that nobody will ever upload: a crash came between their last byte and their record. */
export function sweepMedia(folder: string, wanted: ReadonlySet<string>): void {
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && /\.(mp4|jpg)$/.test(entry.name) && !wanted.has(file)) rmSync(file, { force: true })
  }
}
