import { createHash } from 'node:crypto'
import type { InsightFiles } from '../ports.ts'
import type { Storage } from './storage.ts'
import { failureOf } from './transient.ts'

const container = 'insights'
const attempts = 3

/** Each file is one upload that is there as a whole or not at all. Its hash stands beside it, so that equal content is not written again. */
export function createBlobInsightFiles(storage: Storage): InsightFiles {
  return {
    async put(path, content, contentType) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      for (let attempt = 1; ; attempt++) {
        const known = await propertiesOf(storage, path)
        if (known?.metadata?.['sha256'] === sha256) return false
        try {
          await storage.inContainer(container, (client, abortSignal) =>
            client.getBlockBlobClient(path).upload(content, content.byteLength, {
              conditions: known?.etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: known.etag },
              ...{ metadata: { sha256 }, blobHTTPHeaders: { blobContentType: contentType }, abortSignal },
            }),
          )
          return true
        } catch (error) {
          // Somebody else wrote it meanwhile, or the answer to our own upload was lost: the next look tells.
          const { status } = failureOf(error)
          if ((status !== 409 && status !== 412) || attempt === attempts) throw error
        }
      }
    },
    remove: async (path) => {
      await storage.inContainer(container, (client, abortSignal) => client.getBlobClient(path).deleteIfExists({ abortSignal }))
    },
  }
}

async function propertiesOf(storage: Storage, path: string) {
  try {
    return await storage.inContainer(container, (client, abortSignal) => client.getBlobClient(path).getProperties({ abortSignal }))
  } catch (error) {
    if (failureOf(error).status === 404) return undefined
    throw error
  }
}
