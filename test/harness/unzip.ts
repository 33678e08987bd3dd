import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** Path and content of every file, in the order of the ZIP. */
export function unzip(zip: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(zip, { lazyEntries: true, strictFileNames: true }, (error, file) => {
      if (error) return reject(error)
      const files = new Map<string, Buffer>()
      file.on('entry', (entry: yauzl.Entry) =>
        file.openReadStream(entry, async (problem, stream) => {
          if (problem) return reject(problem)
          files.set(entry.fileName, await buffer(stream))
          file.readEntry()
        }),
      )
      file.once('end', () => resolve(files)).once('error', reject)
      file.readEntry()
    })
  })
}
