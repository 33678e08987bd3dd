import type { Answer, RepositoryRequest } from './answer.ts'
import type { RegistryContext } from './create-request-listener.ts'
import { checkDigest } from './names.ts'
import { RegistryError } from './registry-error.ts'

/** `GET /v2/{name}/tags/list`, in pages with `n` and `last`. */
export async function answerTags({ repositories }: RegistryContext, { name, query }: RepositoryRequest): Promise<Answer> {
  if (!repositories.exists(name)) throw new RegistryError('NAME_UNKNOWN', `There is no repository ${name}.`)
  const { page, link } = pageOf(await repositories.tags(name), query, `/v2/${name}/tags/list`)
  return { status: 200, headers: link, body: { name, tags: page } }
}

/** `GET /v2/_catalog`: not in the specification, but what everybody asks for. */
export async function answerCatalog({ repositories }: RegistryContext, query: URLSearchParams): Promise<Answer> {
  const { page, link } = pageOf(await repositories.names(), query, '/v2/_catalog')
  return { status: 200, headers: link, body: { repositories: page } }
}

/** `GET /v2/{name}/referrers/{digest}`: also of what is not there, then none. */
export async function answerReferrers({ repositories }: RegistryContext, request: RepositoryRequest, text: string): Promise<Answer> {
  const wanted = request.query.get('artifactType')
  const all = await repositories.referrers(request.name, checkDigest(text))
  const manifests = wanted === null ? all : all.filter(({ artifactType }) => artifactType === wanted)
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  const filters = wanted === null ? undefined : { 'oci-filters-applied': 'artifactType' }
  return { status: 200, headers: { 'content-type': mediaType, ...filters }, body: { schemaVersion: 2, mediaType, manifests } }
}

function pageOf(all: readonly string[], query: URLSearchParams, path: string): { page: string[]; link: Record<string, string> } {
  const last = query.get('last')
  const rest = last === null ? [...all] : all.filter((each) => each > last)
  const asked = query.get('n')
  if (asked === null) return { page: rest, link: {} }
  if (!/^\d{1,9}$/.test(asked)) throw new RegistryError('SIZE_INVALID', 'n must be a number.')
  const page = rest.slice(0, Number(asked))
  const end = page.at(-1)
  if (end === undefined || page.length === rest.length) return { page, link: {} }
  return { page, link: { link: `<${path}?n=${asked}&last=${encodeURIComponent(end)}>; rel="next"` } }
}
