import { armError, type ManagementAnswer, type ManagementRequest } from '../provider.ts'
import type { Asset, AssetStore } from './asset-store.ts'
import { isSame } from './is-same.ts'
import { pageOf } from './page-of.ts'

/** What is entered by name and version. */
export const assetKinds = new Set(['models', 'environments', 'data', 'codes', 'components'])

const assetName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/
// Of a version these may be written again; the rest says what it is.
const changeable = new Set(['description', 'tags', 'isArchived', 'stage'])

/** `{kind}`, `{kind}/{name}`, `{kind}/{name}/versions` and `{kind}/{name}/versions/{version}`. */
export function answerAssets(
  request: ManagementRequest,
  [kind, name, versions, version]: readonly string[],
  store: AssetStore,
  workspaceId: string,
): ManagementAnswer | undefined {
  const { method } = request
  const toBody = (asset: Asset) => assetBody(asset, store, workspaceId)
  const about = (each: string) => store.find(kind!, each, undefined) ?? noContainer(kind!, each)
  if (name === undefined) return method === 'GET' ? pageOf(request, store.names(kind!).map(about).map(toBody)) : undefined
  if (versions !== undefined && versions.toLowerCase() !== 'versions') return undefined
  if (versions !== undefined && version === undefined)
    return method === 'GET' ? pageOf(request, store.versions(kind!, name).map(toBody)) : undefined
  if (method === 'PUT') return put(request, { kind: kind!, name, version }, store, toBody)
  if (method !== 'GET') return undefined
  const isKnown = version === undefined && store.names(kind!).includes(name)
  const found = isKnown ? about(name) : store.find(kind!, name, version)
  if (found !== undefined) return { status: 200, body: toBody(found) }
  return armError(404, 'ResourceNotFound', `There is no ${kind}/${name}${version === undefined ? '' : `, version ${version}`}.`)
}

function put(
  request: ManagementRequest,
  key: Pick<Asset, 'kind' | 'name' | 'version'>,
  store: AssetStore,
  toBody: (asset: Asset) => object,
): ManagementAnswer {
  const properties = (request.body as { properties?: unknown } | undefined)?.properties
  if (typeof properties !== 'object' || properties === null) return armError(400, 'ValidationError', 'The body must have properties.')
  for (const part of [key.name, key.version ?? key.name])
    if (!assetName.test(part)) return armError(400, 'ValidationError', `'${part}' is no name: letters, digits, '.', '-' and '_'.`)
  const known = store.find(key.kind, key.name, key.version)
  if (known !== undefined && key.version !== undefined && !isSame(essence(known.properties), essence(properties)))
    return armError(409, 'Conflict', `${key.kind}/${key.name}, version ${key.version}, is there already and never changes.`)
  const asset = { ...key, properties: properties as Asset['properties'], createdAt: known?.createdAt ?? new Date().toISOString() }
  if (known === undefined || !isSame(known.properties, properties)) store.save(asset)
  return { status: known === undefined ? 201 : 200, body: toBody(asset) }
}

function essence(properties: object): object {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !changeable.has(name)))
}

/** Azure makes the container of a name together with its first version. */
function noContainer(kind: string, name: string): Asset {
  return { kind, name, version: undefined, properties: {}, createdAt: '' }
}

function assetBody({ kind, name, version, properties, createdAt }: Asset, store: AssetStore, workspaceId: string): object {
  const own = `${workspaceId}/${kind}/${name}`
  const type = `Microsoft.MachineLearningServices/workspaces/${kind}`
  if (version !== undefined)
    return {
      ...{ id: `${own}/versions/${version}`, name: version, type: `${type}/versions` },
      ...{ properties: { ...properties, provisioningState: 'Succeeded' }, systemData: { createdAt } },
    }
  const latestVersion = store.versions(kind, name)[0]?.version
  return { id: own, name, type, properties: { ...properties, latestVersion, provisioningState: 'Succeeded' } }
}
