import { BlobServiceClient } from '@azure/storage-blob'

/** Lets the pages of these origins read clips and put uploads with scripts, as infra/modules/data-storage.bicep does. */
export async function allowPages(connectionString: string, origins: readonly string[]): Promise<void> {
  const blobs = BlobServiceClient.fromConnectionString(connectionString)
  await blobs.setProperties({
    cors: [
      {
        allowedOrigins: origins.join(','),
        allowedMethods: 'GET,HEAD,PUT',
        allowedHeaders: 'content-type,range,x-ms-blob-type,x-ms-version',
        exposedHeaders: 'content-length,content-range,accept-ranges,etag',
        maxAgeInSeconds: 3600,
      },
    ],
  })
}
