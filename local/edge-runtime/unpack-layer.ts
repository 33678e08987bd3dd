import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, linkSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { extract, type Headers } from 'tar-stream'

const maxBytes = 4 * 1024 ** 3
const maxEntries = 200_000

/**
 * Unpacks one layer into a folder that is new, with its whiteouts as they are. Whoever made the image has no say about
 * anything outside: no `..`, no absolute names or links, no devices, nothing written through a link.
 *
 * @param diffId Digest of the layer without its compression, as the image's configuration names it
 */
export async function unpackLayer(file: string, mediaType: string, diffId: string, folder: string): Promise<void> {
  const packed = decompressor(mediaType)
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(bytes > maxBytes ? new Error(`The layer has more than ${maxBytes} bytes when unpacked.`) : null, chunk)
    },
  })
  const tar = extract()
  const unpacking = unpackEntries(tar, folder)
  const source = createReadStream(file)
  const reading = packed === undefined ? pipeline(source, measure, tar) : pipeline(source, packed, measure, tar)
  await Promise.all([reading, unpacking])
  const found = `sha256:${hash.digest('hex')}`
  if (found !== diffId) throw new Error(`The layer unpacks to ${found}; its image says ${diffId}.`)
}

function decompressor(mediaType: string): Transform | undefined {
  if (/[.+]gzip$/.test(mediaType)) return createGunzip()
  if (/[.+]zstd$/.test(mediaType)) return createZstdDecompress()
  if (/tar$/.test(mediaType)) return undefined
  throw new Error(`Layers of type ${mediaType} are not known here.`)
}

async function unpackEntries(tar: ReturnType<typeof extract>, folder: string): Promise<void> {
  let entries = 0
  for await (const entry of tar) {
    if (++entries > maxEntries) throw new Error(`The layer has more than ${maxEntries} entries.`)
    const { header } = entry
    const name = innerPath(header.name)
    if (name !== '.') await unpackEntry(header, join(folder, name), folder, entry)
    entry.resume()
  }
}

async function unpackEntry(header: Headers, path: string, folder: string, content: NodeJS.ReadableStream): Promise<void> {
  makeParents(dirname(path), folder)
  if (header.type === 'directory') return makeParents(path, folder)
  // A layer may name a file twice; the last one counts.
  rmSync(path, { force: true })
  switch (header.type) {
    case 'file':
    case 'contiguous-file':
      // Read-only: what is unpacked once may be shared by many images.
      return pipeline(content, createWriteStream(path, { flags: 'wx', mode: (header.mode ?? 0) & 0o111 ? 0o555 : 0o444 }))
    case 'symlink':
      return symlinkSync(innerTarget(header), path)
    case 'link': {
      const target = join(folder, innerPath(header.linkname ?? ''))
      makeParents(dirname(target), folder)
      return linkSync(target, path)
    }
    default:
      throw new Error(`The layer holds ${header.name} of type ${header.type}, which has no place in a module.`)
  }
}

/** Each folder on the way is one that we have made, never a link to somewhere else. */
function makeParents(path: string, folder: string): void {
  if (path === folder) return
  makeParents(dirname(path), folder)
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) mkdirSync(path)
  else if (!found.isDirectory()) throw new Error(`The layer writes below ${path.slice(folder.length)}, which is no folder.`)
}

function innerPath(name: string): string {
  const path = posix.normalize(name).replace(/\/$/, '') || '.'
  const isOutside = name === '' || name.includes('\0') || name.includes('\\') || posix.isAbsolute(path) || path.split('/').includes('..')
  if (isOutside || name.split('/').includes('..')) throw new Error(`The layer names ${JSON.stringify(name)}, which lies outside of it.`)
  return path
}

function innerTarget({ name, linkname }: Headers): string {
  const link = linkname ?? ''
  const target = posix.join(posix.dirname(name), link)
  const isOutside = link === '' || link.includes('\\') || posix.isAbsolute(link) || target.split('/').includes('..')
  if (isOutside) throw new Error(`The link ${name} of the layer points outside of it, to ${JSON.stringify(link)}.`)
  return link
}
