import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { z } from 'zod'
import { EdgeSettings } from '../../shared/domain/edge-settings.ts'

const Stored = z.object({ generation: z.string(), version: z.int().nonnegative(), settings: EdgeSettings })
export type StoredSettings = z.infer<typeof Stored>

/** The last good settings, so that a device that starts without a network watches what it watched before. */
export function readSettingsFile(file: string): StoredSettings | undefined {
  try {
    return Stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Never written, or damaged: then the twin says.
    return undefined
  }
}

/** Written beside and moved into place, so that a power cut leaves the old settings or the new ones. */
export function writeSettingsFile(file: string, stored: StoredSettings): void {
  const handle = openSync(`${file}.part`, 'w', 0o600)
  try {
    writeSync(handle, JSON.stringify(stored))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(`${file}.part`, file)
}
