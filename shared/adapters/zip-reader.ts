import { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { Fault } from '../domain/faults.ts'
import type { BlobRanges } from './blob-ranges.ts'

export interface ZipLimits {
  readonly files: number
  /** Of all files that are read, unpacked. */
  readonly bytes: number
}

export interface ZipFile {
  readonly path: string
  readonly bytes: number
  /** Unpacked only where it is asked for, and only once. */
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * Files of a ZIP in its order. Nothing is ever written to a disk, and names that lead out of a folder are refused all
 * the same. A file that unpacks to more than it says, or all of them to more than the limit, ends the reading.
 *
 * @throws Fault `input-invalid` for what is not a ZIP, or none that is taken
 */
export async function* readZip(ranges: BlobRanges, limits: ZipLimits): AsyncGenerator<ZipFile> {
  let [files, bytes] = [0, 0]
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new RangesReader(ranges), ranges.bytes, {
      strictFileNames: true,
      autoClose: false,
    })
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      if (++files > limits.files) throw refusal(`It has more than ${limits.files} files.`)
      if (entry.isEncrypted()) throw refusal(`${entry.fileName} is encrypted.`)
      const count = (size: number) => {
        bytes += size
        if (bytes > limits.bytes) throw refusal(`It unpacks to more than ${limits.bytes} bytes.`)
      }
      yield { path: entry.fileName, bytes: entry.uncompressedSize, content: unpack(zip, entry, count) }
    }
  } catch (error) {
    throw isOfZip(error) ? refusal(error.message, error) : error
  }
}

async function* unpack(zip: yauzl.ZipFile, entry: yauzl.Entry, count: (size: number) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      count(chunk.length)
      yield chunk
    }
  } catch (error) {
    throw isOfZip(error) ? refusal(`${entry.fileName}: ${error.message}`, error) : error
  }
}

// yauzl asks for a subclass.
class RangesReader extends yauzl.RandomAccessReader {
  readonly ranges: BlobRanges

  constructor(ranges: BlobRanges) {
    super()
    this.ranges = ranges
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.ranges.read(start, end), { objectMode: false })
  }
}

function refusal(detail: string, cause?: Error): Fault {
  return new Fault('input-invalid', `The ZIP cannot be read: ${detail}`, { cause })
}

/** yauzl throws plain errors, zlib those with a code of its own; what storage throws has a name or a status. */
function isOfZip(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof Fault) return false
  return error.constructor === Error && (!('code' in error) || String(error.code).startsWith('Z_')) && !('statusCode' in error)
}
