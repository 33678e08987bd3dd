import type { BlobDownloadResponseParsed, ContainerClient } from '@azure/storage-blob'
import type { RegisteredFunction } from '../app/function-registry.ts'
import { valuesOf } from '../bindings/binding-values.ts'
import { fromBytes, netDate } from '../bindings/typed-data.ts'
import type { TriggerCall } from '../invocation/binding-types.ts'
import type { BlobPattern } from './blob-pattern.ts'

/** What a blob trigger hands over: the content, and as metadata the parameters of the path and the facts of the blob. */
export async function blobCall(
  fn: RegisteredFunction,
  container: ContainerClient,
  name: string,
  pattern: BlobPattern,
  download: BlobDownloadResponseParsed,
): Promise<TriggerCall> {
  const chunks: Buffer[] = []
  for await (const chunk of download.readableStreamBody!) chunks.push(chunk as Buffer)
  const content = Buffer.concat(chunks)
  const properties = {
    LastModified: netDate(download.lastModified ?? new Date(0)),
    CreatedOn: netDate(download.createdOn ?? new Date(0)),
    BlobType: download.blobType,
    ContentLength: content.byteLength,
    ContentType: download.contentType,
    ContentEncoding: download.contentEncoding,
    ETag: download.etag,
    Metadata: download.metadata ?? {},
  }
  const parameters = Object.entries(pattern.match(name) ?? {}).map(([key, text]) => [key, { string: text }] as const)
  const metadata = {
    ...Object.fromEntries(parameters),
    BlobTrigger: { string: `${container.containerName}/${name}` },
    Uri: { json: JSON.stringify(container.getBlobClient(name).url.split('?')[0]) },
    Properties: { json: JSON.stringify(properties) },
    Metadata: { json: JSON.stringify(download.metadata ?? {}) },
  }
  const data = fn.trigger['dataType'] === undefined ? { bytes: content } : fromBytes(content, fn.trigger['dataType'])
  return { data, metadata, bindingValues: valuesOf(metadata) }
}
