import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../shared/domain/canonical-json.ts'
import { modelFiles } from '../../shared/domain/model-package.ts'
import { maxModelBytes } from '../../shared/vision/load-model.ts'

const MB = 1024 * 1024

/** Most bytes of each file of a model's folder; other files are none of a model's. */
export const mostBytes: Readonly<Record<string, number>> = {
  [modelFiles.net]: maxModelBytes,
  [modelFiles.card]: MB,
  // Five pictures of 200 KB in base64, each with its detections.
  [modelFiles.selfTest]: 2 * MB,
  [modelFiles.signature]: MB / 16,
}

/** SHA-256 of the files of a model's folder, by name; empty where there is none. */
export type FileHashes = Readonly<Record<string, string>>

/** Files that are too large count by their size: they are never read, and refused later. */
export async function hashModelFiles(folder: string): Promise<FileHashes> {
  const hashes: Record<string, string> = {}
  for (const [name, most] of Object.entries(mostBytes)) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found === undefined) continue
    hashes[name] = found.isFile() && found.size <= most ? await hashFile(join(folder, name)) : `${found.size} bytes`
  }
  return hashes
}

/** Whether a file is larger than a model's may be, or no file at all. */
export function isTooLarge(hashes: FileHashes): boolean {
  return Object.values(hashes).some((hash) => hash.endsWith(' bytes'))
}

/**
 * The name of a model with everything that belongs to it. The net's digest is not enough: the same net under another
 * card is another model.
 */
export function packageName(hashes: FileHashes): string {
  return createHash('sha256').update(canonicalJson(hashes)).digest('hex')
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
