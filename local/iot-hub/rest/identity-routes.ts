import { HubError } from '../hub-error.ts'
import type { Address, IdentityRequest } from '../identity/identity.ts'
import type { Entry, Registry } from '../identity/registry.ts'
import { identityView } from '../identity/views.ts'
import { type Answer, asObject, type Call } from './http-answer.ts'

const maxBulk = 100
const maxList = 1000

/** `/devices/{d}` and `/devices/{d}/modules/{m}`: create, read, change, delete. */
export async function answerIdentity(registry: Registry, address: Address, call: Call): Promise<Answer> {
  switch (call.method) {
    case 'GET':
      return entryAnswer(registry.get(address))
    case 'PUT':
      return entryAnswer(await put(registry, address, asObject(call.body), call.ifMatch))
    case 'DELETE':
      await registry.remove(address, call.ifMatch)
      return {}
    default:
      throw new HubError('ResourceNotFound', `${call.method} is not served here.`)
  }
}

/** Without If-Match a PUT creates and never overwrites. */
function put(registry: Registry, address: Address, request: IdentityRequest, ifMatch: string | undefined): Promise<Entry> {
  return ifMatch === undefined ? registry.create(address, request) : registry.update(address, request, ifMatch)
}

function entryAnswer(entry: Entry): Answer {
  return { body: identityView(entry), headers: { etag: `"${entry.identity.etag}"` } }
}

export function listDevices(registry: Registry, call: Call): Answer {
  const top = Number(call.query.get('top') ?? maxList)
  return { body: registry.devices().slice(0, top).map(identityView) }
}

export function listModules(registry: Registry, device: string): Answer {
  registry.get({ device })
  return { body: registry.modulesOf(device).map(identityView) }
}

interface BulkItem extends IdentityRequest {
  readonly id?: unknown
  readonly moduleId?: unknown
  readonly eTag?: unknown
  readonly etag?: unknown
  readonly importMode?: unknown
}

/** `POST /devices`: up to 100 identities; each fails or succeeds alone. */
export async function answerBulk(registry: Registry, call: Call): Promise<Answer> {
  if (!Array.isArray(call.body) || call.body.length > maxBulk)
    throw new HubError('ArgumentInvalid', `Expected an array of at most ${maxBulk}.`)
  const errors: object[] = []
  for (const item of call.body as BulkItem[]) {
    const failure = await applyBulk(registry, item)
    if (failure !== undefined) errors.push({ deviceId: String(item.id), errorCode: failure.code, errorStatus: failure.message })
  }
  return { status: errors.length === 0 ? 200 : 400, body: { isSuccessful: errors.length === 0, errors, warnings: [] } }
}

async function applyBulk(registry: Registry, item: BulkItem): Promise<HubError | undefined> {
  const address: Address = { device: String(item.id), module: typeof item.moduleId === 'string' ? item.moduleId : undefined }
  const etag = String(item.eTag ?? item.etag ?? '')
  try {
    switch (String(item.importMode).toLowerCase()) {
      case 'create':
        await registry.create(address, item)
        return undefined
      case 'update':
      case 'updateifmatchetag':
        await registry.update(address, item, /etag$/i.test(String(item.importMode)) ? etag : '*')
        return undefined
      case 'createorupdate':
        await (registry.find(address) === undefined ? registry.create(address, item) : registry.update(address, item, '*'))
        return undefined
      case 'delete':
      case 'deleteifmatchetag':
        await registry.remove(address, /etag$/i.test(String(item.importMode)) ? etag : '*')
        return undefined
      default:
        return new HubError('ArgumentInvalid', `importMode ${item.importMode} is not served.`)
    }
  } catch (error) {
    if (error instanceof HubError) return error
    throw error
  }
}
