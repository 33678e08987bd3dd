import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { extract } from 'tar-stream'
import { BuildError } from './build-error.ts'

/** Files of a build's context by their paths, `model/model.onnx`. */
export type BuildContext = ReadonlyMap<string, Uint8Array>

/** What a context may unpack to: it is held in memory. */
const maxBytes = 512 * 1024 * 1024

/** Reads a .tar.gz. @throws BuildError for what is none, is too large, or leads out of its folder */
export async function readContext(file: string): Promise<BuildContext> {
  const files = new Map<string, Uint8Array>()
  const archive = extract()
  try {
    archive.end(gunzipSync(await readFile(file), { maxOutputLength: maxBytes }))
    for await (const entry of archive) {
      const { name, type } = entry.header
      const chunks: Buffer[] = []
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk)
      const path = posix.normalize(name).replace(/^\.?\//, '')
      if (path.startsWith('..')) throw new BuildError(`${name} leads out of the context.`)
      if (type === 'file') files.set(path, Buffer.concat(chunks))
      else if (type !== 'directory') throw new BuildError(`${name} is a ${type}; only files are taken.`)
    }
  } catch (error) {
    throw error instanceof BuildError ? error : new BuildError(`The context cannot be read: ${(error as Error).message}`)
  }
  return files
}
