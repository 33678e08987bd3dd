import { createHash } from 'node:crypto'
import { BlobServiceClient } from '@azure/storage-blob'

/**
 * What a night leaves in storage: path and SHA-256 of every archived file, frame, manifest, list of labels and dataset,
 * in the order of their paths. What says when it was made is left out.
 */
export async function nightLeavings(connectionString: string): Promise<string[]> {
  const blobs = BlobServiceClient.fromConnectionString(connectionString)
  const found: string[] = []
  for (const name of ['archive', 'ml-data']) {
    const container = blobs.getContainerClient(name)
    // Snapshots and versions too: what was written twice would show.
    for await (const { name: path, snapshot = '' } of container.listBlobsFlat({ includeSnapshots: true })) {
      const content = await container.getBlobClient(path).downloadToBuffer()
      found.push(`${name}/${path}${snapshot} ${createHash('sha256').update(content).digest('hex')}`)
    }
  }
  return found.sort()
}
