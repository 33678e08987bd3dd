import { Fault } from '../domain/faults.ts'
import { modelFiles } from '../domain/model-package.ts'
import { readZip } from './zip-reader.ts'

const megabyte = 1024 * 1024

/** Files that a person may send, and their most bytes; a signature or self-test is made here, whatever is sent. */
const mostBytes: Readonly<Record<string, number>> = {
  [modelFiles.net]: 200 * megabyte,
  [modelFiles.card]: megabyte,
  'metrics.json': 10 * megabyte,
  'README.md': megabyte,
}
const ignored = new Set<string>([modelFiles.selfTest, modelFiles.signature])
const mostFiles = 20

/**
 * The files of a model's ZIP, in memory: nothing of it is written anywhere. They may lie in one folder.
 *
 * @throws Fault `input-invalid` that names the file that is not taken
 */
export async function unpackModel(zip: Uint8Array): Promise<Record<string, Uint8Array>> {
  const ranges = {
    bytes: zip.length,
    async *read(start: number, end: number) {
      yield zip.subarray(start, end)
    },
  }
  const files: Record<string, Uint8Array> = {}
  let folder: string | undefined
  for await (const { path, content } of readZip(ranges, { files: mostFiles, bytes: 213 * megabyte })) {
    const [name = '', inside = ''] = [path.split('/').at(-1), path.slice(0, path.lastIndexOf('/') + 1)]
    folder ??= inside
    const most = Object.hasOwn(mostBytes, name) ? mostBytes[name] : undefined
    if (inside !== folder || inside.split('/').length > 2 || (most === undefined && !ignored.has(name)))
      throw new Fault(
        'input-invalid',
        `The ZIP holds ${path.slice(0, 100)}; a model is ${Object.keys(mostBytes).join(', ')} in one folder.`,
      )
    if (most === undefined) continue
    if (Object.hasOwn(files, name)) throw new Fault('input-invalid', `The ZIP holds ${name} twice.`)
    files[name] = await readUpTo(content, most, name)
  }
  return files
}

async function readUpTo(content: AsyncIterable<Uint8Array>, most: number, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes > most) throw new Fault('input-invalid', `${name} in the ZIP has more than ${most} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
