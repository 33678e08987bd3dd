import { Fault } from '../../../shared/domain/faults.ts'
import type { BindingInfo } from '../app/core-types.ts'
import type { InputBinding, OutputBinding } from '../invocation/binding-types.ts'
import { fillIn } from './binding-values.ts'
import { blobService } from './storage-clients.ts'
import { fromBytes, toBytes } from './typed-data.ts'

/** The content of a blob; nothing when there is no such blob. */
export const readBlob: InputBinding = async (binding, values) => {
  if ((binding['properties'] as Record<string, string> | undefined)?.['supportsDeferredBinding'] === 'true') {
    throw new Fault('setting-invalid', 'The local host hands over contents of blobs, not SDK clients (sdkBinding).')
  }
  const { container, name } = blobPath(binding, values)
  try {
    const content = await blobService(binding['connection']).getContainerClient(container).getBlobClient(name).downloadToBuffer()
    return binding['dataType'] === undefined ? { bytes: content } : fromBytes(content, binding['dataType'])
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return {}
    throw error
  }
}

/** Writes the whole blob, over whatever was there. The container is made when it is missing. */
export const writeBlob: OutputBinding = async (binding, value, values) => {
  const { container, name } = blobPath(binding, values)
  const client = blobService(binding['connection']).getContainerClient(container)
  const content = toBytes(value)
  const upload = () => client.getBlockBlobClient(name).uploadData(content)
  await upload().catch(async (error: { statusCode?: number }) => {
    if (error.statusCode !== 404) throw error
    await client.createIfNotExists()
    await upload()
  })
}

function blobPath(binding: BindingInfo, values: Record<string, unknown>): { container: string; name: string } {
  const path = fillIn(binding['path'], values).replace(/^\//, '')
  const slash = path.indexOf('/')
  if (slash < 1) throw new Fault('setting-invalid', `The path "${path}" of a blob must look like container/name.`)
  return { container: path.slice(0, slash), name: path.slice(slash + 1) }
}
