import { randomBytes, randomUUID } from 'node:crypto'
import { HubError } from '../hub-error.ts'

/** Names a device, or a module of a device. */
export interface Address {
  readonly device: string
  readonly module?: string | undefined
}

/** A device or module as the service's REST knows it; field names are the wire's. */
export interface Identity {
  readonly deviceId: string
  readonly moduleId?: string
  readonly generationId: string
  readonly etag: string
  readonly status: 'enabled' | 'disabled'
  readonly statusReason?: string
  readonly statusUpdatedTime: string
  readonly authentication: Authentication
  readonly capabilities?: { readonly iotEdge: boolean }
  readonly deviceScope?: string
  readonly managedBy?: string
}

export interface Authentication {
  readonly type: 'sas'
  readonly symmetricKey: { readonly primaryKey: string; readonly secondaryKey: string }
  readonly x509Thumbprint: { readonly primaryThumbprint: null; readonly secondaryThumbprint: null }
}

/** What a caller may say about an identity. Everything else is the hub's. */
export interface IdentityRequest {
  readonly status?: unknown
  readonly statusReason?: unknown
  readonly authentication?: { readonly type?: unknown; readonly symmetricKey?: { primaryKey?: unknown; secondaryKey?: unknown } | null }
  readonly capabilities?: { readonly iotEdge?: unknown }
  readonly managedBy?: unknown
}

// learn.microsoft.com "Understand the identity registry": case-sensitive, up to 128 of these.
const idPattern = /^[A-Za-z0-9\-:.+%_#*?!(),=@;$']{1,128}$/

export const addressKey = ({ device, module }: Address): string => (module === undefined ? device : `${device}/${module}`)

/** A new identity; keys that the request leaves empty are generated. */
export function createIdentity(address: Address, request: IdentityRequest): Identity {
  for (const id of [address.device, address.module ?? address.device])
    if (!idPattern.test(id))
      throw new HubError('ArgumentInvalid', `'${id}' is no id: up to 128 characters of A-Z a-z 0-9 - : . + % _ # * ? ! ( ) , = @ $ '`)
  const isModule = address.module !== undefined
  return {
    deviceId: address.device,
    ...(isModule ? { moduleId: address.module as string, managedBy: typeof request.managedBy === 'string' ? request.managedBy : '' } : {}),
    generationId: String(Date.now()) + randomBytes(4).readUInt32BE(0),
    etag: newEtag(),
    ...statusOf(request),
    statusUpdatedTime: new Date().toISOString(),
    authentication: authenticationOf(request, undefined),
    ...(isModule ? {} : capabilitiesOf(address.device, request)),
  }
}

/** The identity after an update; what the request leaves out keeps its value. */
export function changeIdentity(current: Identity, request: IdentityRequest): Identity {
  const { status, statusReason } = request.status === undefined ? current : statusOf(request)
  return {
    ...current,
    etag: newEtag(),
    status,
    ...(statusReason === undefined ? {} : { statusReason }),
    statusUpdatedTime: status === current.status ? current.statusUpdatedTime : new Date().toISOString(),
    authentication: authenticationOf(request, current.authentication),
    ...(current.moduleId === undefined && request.capabilities !== undefined ? capabilitiesOf(current.deviceId, request) : {}),
  }
}

function statusOf({ status = 'enabled', statusReason }: IdentityRequest): Pick<Identity, 'status' | 'statusReason'> {
  if (status !== 'enabled' && status !== 'disabled')
    throw new HubError('ArgumentInvalid', `status must be enabled or disabled, not ${status}`)
  return typeof statusReason === 'string' ? { status, statusReason } : { status }
}

function capabilitiesOf(device: string, request: IdentityRequest): Pick<Identity, 'capabilities' | 'deviceScope'> {
  const iotEdge = request.capabilities?.iotEdge === true
  return iotEdge
    ? { capabilities: { iotEdge }, deviceScope: `ms-azure-iot-edge://${device}-${randomUUID()}` }
    : { capabilities: { iotEdge } }
}

function authenticationOf({ authentication }: IdentityRequest, current: Authentication | undefined): Authentication {
  const type = authentication?.type ?? 'sas'
  if (type !== 'sas') throw new HubError('ArgumentInvalid', `Only authentication of type sas is served here, not ${type}.`)
  return {
    type: 'sas',
    symmetricKey: {
      primaryKey: keyOf(authentication?.symmetricKey?.primaryKey, current?.symmetricKey.primaryKey),
      secondaryKey: keyOf(authentication?.symmetricKey?.secondaryKey, current?.symmetricKey.secondaryKey),
    },
    x509Thumbprint: { primaryThumbprint: null, secondaryThumbprint: null },
  }
}

function keyOf(asked: unknown, current: string | undefined): string {
  if (asked === undefined || asked === null || asked === '') return current ?? randomBytes(32).toString('base64')
  const isKey = typeof asked === 'string' && /^[A-Za-z0-9+/]+={0,2}$/.test(asked)
  const bytes = isKey ? Buffer.from(asked as string, 'base64').length : 0
  if (bytes < 16 || bytes > 64) throw new HubError('ArgumentInvalid', 'A symmetric key must be base64 of 16 to 64 bytes.')
  return asked as string
}

export function newEtag(): string {
  return randomBytes(9).toString('base64')
}
