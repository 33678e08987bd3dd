import { isExpired, isSignedBy, parseToken } from '../identity/shared-access.ts'

/** A shared access policy: a name and the secret behind it. */
export interface Policy {
  readonly name: string
  readonly secret: Buffer
}

/** What one connection has proven by put-token: resource paths, and until when. */
export interface Claims {
  /** Throws with what is wrong when the token does not hold. */
  add(tokenText: string): void
  /** True when a valid token covers the address, for example `events/ConsumerGroups/$Default/Partitions/0`. */
  allow(address: string, policy: Policy): boolean
}

/** Claims-based security as Event Hubs and IoT Hub do it: SASL lets everybody in, links open only after a token. */
export function createClaims(policies: readonly Policy[]): Claims {
  const granted: { policy: Policy; path: string; expiresAt: number }[] = []
  return {
    add(tokenText) {
      const token = parseToken(tokenText)
      if (token === undefined) throw new Error('The token is no shared access signature.')
      const policy = policies.find(({ name, secret }) => name === token.keyName && isSignedBy(token, secret))
      if (policy === undefined) throw new Error('InvalidSignature: The token has an invalid signature.')
      if (isExpired(token)) throw new Error('ExpiredToken: The token is expired.')
      const path = pathOf(token.resource)
      if (path === undefined) throw new Error(`The token is for another host: ${token.resource}`)
      granted.push({ policy, path, expiresAt: token.expiresAt })
    },
    allow: (address, policy) =>
      granted.some((claim) => claim.policy === policy && claim.expiresAt * 1000 > Date.now() && isAbove(claim.path, address.toLowerCase())),
  }
}

/** The path of `sb://localhost:5672/events/…` or `localhost:8883/…`, in lower case: clients disagree about case. */
function pathOf(resource: string): string | undefined {
  const match = /^(?:[a-z]+:\/\/)?(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/(.*?))?\/?$/i.exec(resource)
  return match === null ? undefined : (match[1] ?? '').toLowerCase()
}

function isAbove(path: string, address: string): boolean {
  const target = address.replace(/^\//, '')
  return path === '' || target === path || target.startsWith(`${path}/`) || `${path}/` === target
}
