import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

/** A file or folder in an image. */
export interface LayerEntry {
  /** Without a slash at its beginning or end. */
  readonly path: string
  /** Undefined = a folder. */
  readonly bytes?: Uint8Array | undefined
  /** Permissions. Default 0644, of folders 0755. */
  readonly mode?: number | undefined
  readonly uid?: number | undefined
  readonly gid?: number | undefined
}

export interface Layer {
  /** The gzipped TAR. */
  readonly bytes: Uint8Array
  /** Of these bytes. */
  readonly digest: string
  /** Of the TAR within. */
  readonly diffId: string
}

/** The same entries give the same layer: in the order of their paths, without times, owned by root where nothing else is said. */
export async function writeLayer(entries: readonly LayerEntry[]): Promise<Layer> {
  const archive = pack()
  const chunks: Buffer[] = []
  const reading = (async () => {
    for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk)
  })()
  for (const { path, bytes, mode, uid = 0, gid = 0 } of withFolders(entries)) {
    const header = { name: bytes === undefined ? `${path}/` : path, mtime: new Date(0), uid, gid, uname: '', gname: '' }
    if (bytes === undefined) archive.entry({ ...header, type: 'directory', mode: mode ?? 0o755 })
    else archive.entry({ ...header, mode: mode ?? 0o644 }, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }
  archive.finalize()
  await reading
  const tar = Buffer.concat(chunks)
  // Node writes no time into the header of gzip.
  const bytes = gzipSync(tar, { level: 6 })
  return { bytes, digest: digestOf(bytes), diffId: digestOf(tar) }
}

export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** With the folders above each of them. The last one of a path counts. */
function withFolders(entries: readonly LayerEntry[]): LayerEntry[] {
  const all = new Map<string, LayerEntry>()
  for (const { path } of entries) {
    const names = path.split('/').slice(0, -1)
    names.forEach((_, end) => {
      const folder = names.slice(0, end + 1).join('/')
      if (!all.has(folder)) all.set(folder, { path: folder })
    })
  }
  for (const entry of entries) all.set(entry.path, entry)
  return [...all.keys()].sort().map((path) => all.get(path)!)
}
