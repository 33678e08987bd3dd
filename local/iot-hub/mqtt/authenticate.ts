import { type Address, addressKey } from '../identity/identity.ts'
import type { Entry, Registry } from '../identity/registry.ts'
import { covers, isExpired, isSignedBy, parseToken, type SharedAccessToken } from '../identity/shared-access.ts'

/** Who a token proves to be, and until when (seconds since 1970). */
export interface Admission {
  readonly entry: Entry
  readonly expiresAt: number
}

/**
 * Checks what a device or module shows at the door: an enabled identity, a token signed by one of its two keys, in date,
 * for its own resource. The answer to a refusal is always the same, so it is only logged why.
 */
export function admit(registry: Registry, address: Address, tokenText: string): Admission | { readonly refusal: string } {
  const token = parseToken(tokenText)
  if (token === undefined) return { refusal: 'no shared access signature' }
  const entry = registry.find(address)
  const device = registry.find({ device: address.device })
  if (entry === undefined || device === undefined) return { refusal: `${addressKey(address)} is not registered` }
  if (entry.identity.status === 'disabled' || device.identity.status === 'disabled')
    return { refusal: `${addressKey(address)} is disabled` }
  if (isExpired(token)) return { refusal: 'the token has expired' }
  if (!isOwnResource(token, address)) return { refusal: `the token is for ${token.resource}` }
  const { primaryKey, secondaryKey } = entry.identity.authentication.symmetricKey
  const isSigned = [primaryKey, secondaryKey].some((key) => isSignedBy(token, Buffer.from(key, 'base64')))
  return isSigned ? { entry, expiresAt: token.expiresAt } : { refusal: 'the signature is wrong' }
}

/** An identity's own token names the identity itself; one that names the whole hub is a policy's, not a device's. */
function isOwnResource(token: SharedAccessToken, { device, module }: Address): boolean {
  const path = ['devices', device, ...(module === undefined ? [] : ['modules', module])]
  return covers(token, path) && token.resource.split('/').length === path.length + 1
}

/** Takes device and module out of the MQTT user name `{host}/{device}[/{module}]/?api-version=…`; it must agree with the client id. */
export function addressOf(userName: string | undefined, clientId: string): Address | undefined {
  const names =
    userName
      ?.slice(0, userName.includes('/?') ? userName.indexOf('/?') : undefined)
      .split('/')
      .slice(1) ?? []
  const [device, module, ...rest] = names
  if (device === undefined || rest.length > 0 || names.join('/') !== clientId) return undefined
  return { device, module }
}
