import type { Answer, RepositoryRequest } from './answer.ts'
import type { RegistryContext } from './create-request-listener.ts'
import { checkDigest } from './names.ts'
import { RegistryError } from './registry-error.ts'

/** `/v2/{name}/blobs/{digest}`: the bytes, or a range of them; `DELETE` takes the blob out of this repository only. */
export async function answerBlob({ content, repositories }: RegistryContext, request: RepositoryRequest, text: string): Promise<Answer> {
  const { method, name } = request
  const digest = checkDigest(text)
  const size = repositories.hasBlob(name, digest) ? await content.size(digest) : undefined
  if (size === undefined) throw new RegistryError('BLOB_UNKNOWN', `${name} has no blob ${digest}.`)
  if (method === 'DELETE') {
    await repositories.removeBlob(name, digest)
    return { status: 202 }
  }
  if (method !== 'GET' && method !== 'HEAD') throw new RegistryError('UNSUPPORTED', `A blob knows no ${method}.`)
  const headers = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
    etag: `"${digest}"`,
  }
  const range = rangeOf(request.headers['range'], size)
  const start = range?.start ?? 0
  const end = range?.end ?? size - 1
  const length = { 'content-length': String(end - start + 1) }
  const part = range && { 'content-range': `bytes ${start}-${end}/${size}` }
  return { status: range ? 206 : 200, headers: { ...headers, ...length, ...part }, file: { path: content.pathOf(digest), start, end } }
}

/** One range of bytes as RFC 9110 says it; what asks for several gets the whole, which it allows. */
function rangeOf(header: string | string[] | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(String(header ?? ''))
  if (match === null || (match[1] === '' && match[2] === '')) return undefined
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  if (start >= size || start > end)
    throw new RegistryError('RANGE_INVALID', `The blob has ${size} bytes.`, { 'content-range': `bytes */${size}` })
  return { start, end }
}
