import { createHash } from 'node:crypto'
import { createWriteStream, globSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'

// Without a time zone in it: the ZIP's older field holds the local time as it is.
const mtime = new Date(1980, 0, 1)
/** npm's own notes of what it put there; they differ with the way in which it came. */
const notes = join('node_modules', '.package-lock.json')

export interface Zipped {
  readonly sha256: string
  readonly bytes: number
  readonly files: number
}

/** The same content gives the same bytes: names sorted, one time and one mode for all files. */
export async function writeZip(folder: string, file: string): Promise<Zipped> {
  const zip = new yazl.ZipFile()
  const paths = globSync('**', { cwd: folder })
    .filter((path) => path !== notes && statSync(join(folder, path)).isFile())
    .map((path) => path.split(sep).join('/'))
    .sort()
  for (const path of paths) zip.addFile(join(folder, path), path, { mtime, mode: 0o100644, forceDosTimestamp: true })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  const content = readFileSync(file)
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length, files: paths.length }
}
