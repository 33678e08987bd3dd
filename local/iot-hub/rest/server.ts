import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Policy } from '../amqp/claims.ts'
import type { Deployments } from '../deployment/deployments.ts'
import { HubError } from '../hub-error.ts'
import type { Address } from '../identity/identity.ts'
import type { Registry } from '../identity/registry.ts'
import { covers, isExpired, isSignedBy, parseToken } from '../identity/shared-access.ts'
import { admit } from '../mqtt/authenticate.ts'
import type { Methods } from '../mqtt/methods.ts'
import type { FileUploads } from '../upload/file-uploads.ts'
import type { StorageDoor } from '../upload/storage-door.ts'
import { answerConfiguration, applyContent, listConfigurations } from './configuration-routes.ts'
import { type Answer, type Call, readCall, send, sendError } from './http-answer.ts'
import { answerBulk, answerIdentity, listDevices, listModules } from './identity-routes.ts'
import { answerQuery, answerStatistics } from './query-routes.ts'
import { answerMethod, answerTwins } from './twin-routes.ts'

export interface RestParts {
  readonly registry: Registry
  readonly methods: Methods
  readonly deployments: Deployments
  readonly uploads: FileUploads | undefined
  readonly storageDoor: StorageDoor | undefined
  readonly servicePolicy: Policy
}

/** HTTPS of the hub: the service's REST that azure-iothub calls, and the file upload of devices. It opens no port itself. */
export function createRestServer(parts: RestParts): Server {
  return createServer((request, response) => {
    if (parts.storageDoor?.owns(request.url ?? '')) return parts.storageDoor.pass(request, response)
    answer(parts, request, response).catch((error) => sendError(response, error))
  })
}

async function answer(parts: RestParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await readCall(request)
  const [collection = '', device = '', below] = call.path
  const isOfDevice = collection === 'devices' && below === 'files'
  if (isOfDevice) requireDevice(parts.registry, { device }, call)
  else requireService(parts.servicePolicy, call)
  send(response, await (isOfDevice ? routeUpload(parts, device, call) : route(parts, call)))
}

function requireService(policy: Policy, call: Call): void {
  const token = parseToken(call.headers.authorization ?? '')
  const isGood =
    token !== undefined && token.keyName === policy.name && !isExpired(token) && covers(token, []) && isSignedBy(token, policy.secret)
  if (!isGood) throw new HubError('IotHubUnauthorizedAccess', 'Unauthorized')
}

function requireDevice(registry: Registry, address: Address, call: Call): void {
  const admission = admit(registry, address, call.headers.authorization ?? '')
  if ('refusal' in admission) throw new HubError('IotHubUnauthorizedAccess', 'Unauthorized')
}

async function routeUpload({ uploads }: RestParts, device: string, call: Call): Promise<Answer> {
  const [, , , notifications, correlationId] = call.path
  if (uploads === undefined) throw new HubError('ArgumentInvalid', 'This hub was started without a storage account for uploads.')
  if (call.method !== 'POST') throw new HubError('ResourceNotFound', `${call.method} is not served here.`)
  if (notifications === undefined) return { body: await uploads.begin(device, call.body) }
  await uploads.end(device, correlationId, call.body)
  return {}
}

async function route(parts: RestParts, call: Call): Promise<Answer> {
  const { registry, deployments } = parts
  const [collection, first] = call.path
  if (collection === 'devices') return first === undefined ? routeDevices(registry, call) : routeDevice(parts, first, call)
  if (collection === 'twins' && first !== undefined) return routeTwin(parts, first, call)
  if (collection === 'configurations')
    return first === undefined ? listConfigurations(deployments, registry, call) : answerConfiguration(deployments, registry, first, call)
  if (collection === 'statistics' && first !== undefined) return answerStatistics(registry, first)
  throw notServed(call)
}

function routeDevices(registry: Registry, call: Call): Answer | Promise<Answer> {
  return call.method === 'POST' ? answerBulk(registry, call) : listDevices(registry, call)
}

async function routeDevice({ registry, deployments }: RestParts, device: string, call: Call): Promise<Answer> {
  const [, , below, module, ...rest] = call.path
  if (device === 'query' && call.method === 'POST') return answerQuery(registry, call)
  if (below === undefined) return answerIdentity(registry, { device }, call)
  if (below === 'applyConfigurationContent') return applyContent(deployments, device, call)
  if (below !== 'modules' || rest.length > 0) throw notServed(call)
  return module === undefined ? listModules(registry, device) : answerIdentity(registry, { device, module }, call)
}

async function routeTwin({ registry, methods }: RestParts, device: string, call: Call): Promise<Answer> {
  const [, , ...below] = call.path
  const module = below[0] === 'modules' ? below[1] : undefined
  const rest = module === undefined ? below : below.slice(2)
  if (rest.length === 0) return answerTwins(registry, { device, module }, call)
  if (rest.length === 1 && rest[0] === 'methods' && call.method === 'POST') return answerMethod(registry, methods, { device, module }, call)
  throw notServed(call)
}

function notServed(call: Call): HubError {
  return new HubError('ResourceNotFound', `${call.method} /${call.path.join('/')} is not served by the local hub.`)
}
