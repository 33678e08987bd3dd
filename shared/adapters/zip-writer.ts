import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import yazl from 'yazl'

export interface ZipContent {
  readonly path: string
  readonly content: AsyncIterable<Uint8Array>
  /** Pictures are compressed as they are. */
  readonly isCompressed: boolean
}

// The same files give the same bytes, in every time zone: DOS time has none, and is made of local parts.
const options = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 }

/**
 * A ZIP as it is made, one file in memory at a time; what grows is its table of contents, some 500 bytes a file.
 * Beyond 65,535 files or 4 GB it is a ZIP64.
 */
export async function* writeZip(entries: AsyncIterable<ZipContent>): AsyncGenerator<Uint8Array> {
  const zip = new yazl.ZipFile()
  const output = zip.outputStream as Readable
  let current: Readable | undefined
  zip.on('error', (error) => output.destroy(error))

  const feed = async () => {
    for await (const { path, content, isCompressed } of entries) {
      const stream = Readable.from(content, { objectMode: false })
      current = stream
      // yazl keeps this function to the end, so it must not hold the picture itself.
      zip.addReadStreamLazy(path, { ...options, compress: !isCompressed }, (callback) => callback(null, current as Readable))
      await finished(stream, { writable: false })
    }
    zip.end()
  }
  const feeding = feed().catch((error) => {
    output.destroy(error)
  })
  try {
    for await (const chunk of output) yield chunk as Uint8Array
    await feeding
  } finally {
    current?.destroy()
  }
}
