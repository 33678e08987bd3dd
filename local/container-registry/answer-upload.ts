import type { Answer, RepositoryRequest } from './answer.ts'
import type { RegistryContext } from './create-request-listener.ts'
import { checkDigest, checkRepository } from './names.ts'
import { RegistryError } from './registry-error.ts'
import type { ChunkRange } from './uploads.ts'

/** `POST /v2/{name}/blobs/uploads/`: begins an upload, takes a whole blob at once, or takes one over from another repository. */
export async function beginUpload(context: RegistryContext, request: RepositoryRequest): Promise<Answer> {
  const { method, name, query, body } = request
  if (method !== 'POST') throw new RegistryError('UNSUPPORTED', `An upload begins with POST, not ${method}.`)
  const mounted = query.get('mount')
  if (mounted !== null && (await mount(context, name, checkDigest(mounted), query.get('from')))) return created(name, mounted)

  const digest = query.get('digest')
  const id = await context.uploads.begin(name)
  if (digest === null) return underWay(202, name, id, 0)
  await context.uploads.append(name, id, body, undefined)
  await context.uploads.finish(name, id, checkDigest(digest))
  return created(name, digest)
}

/** `/v2/{name}/blobs/uploads/{id}` */
export async function answerUpload({ uploads }: RegistryContext, request: RepositoryRequest, id: string): Promise<Answer> {
  const { method, name, query, body } = request
  const range = chunkRange(request.headers['content-range'])
  switch (method) {
    case 'GET':
      return underWay(204, name, id, await uploads.size(name, id))
    case 'PATCH':
      return underWay(202, name, id, await uploads.append(name, id, body, range))
    case 'PUT': {
      const digest = checkDigest(query.get('digest') ?? '')
      await uploads.append(name, id, body, range)
      await uploads.finish(name, id, digest)
      return created(name, digest)
    }
    case 'DELETE':
      await uploads.cancel(name, id)
      return { status: 204 }
    default:
      throw new RegistryError('UNSUPPORTED', `An upload knows no ${method}.`)
  }
}

/** Without `from` any repository may have it: nobody here keeps anything from anybody. */
async function mount({ content, repositories }: RegistryContext, name: string, digest: string, from: string | null): Promise<boolean> {
  const isThere = from === null ? (await content.size(digest)) !== undefined : repositories.hasBlob(checkRepository(from), digest)
  if (isThere) await repositories.addBlob(name, digest)
  return isThere
}

function created(name: string, digest: string): Answer {
  return { status: 201, headers: { location: `/v2/${name}/blobs/${digest}`, 'docker-content-digest': digest } }
}

function underWay(status: number, name: string, id: string, size: number): Answer {
  // The end is inclusive, so that none yet and one byte look alike; clients live with it.
  const range = `0-${Math.max(0, size - 1)}`
  return { status, headers: { location: `/v2/${name}/blobs/uploads/${id}`, range, 'docker-upload-uuid': id } }
}

/** Without the unit that HTTP has in it: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pushing-a-blob-in-chunks */
function chunkRange(header: string | string[] | undefined): ChunkRange | undefined {
  if (header === undefined) return undefined
  const match = /^(?:bytes )?(\d+)-(\d+)(?:\/(?:\d+|\*))?$/.exec(String(header))
  if (match === null) throw new RegistryError('RANGE_INVALID', 'Content-Range must be FIRST-LAST.')
  return { from: Number(match[1]), to: Number(match[2]) }
}
