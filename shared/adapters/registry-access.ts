import type { TokenCredential } from '@azure/identity'
import { Fault } from '../domain/faults.ts'

export interface RegistrySettings {
  /** Of the registry, without a slash at the end. */
  readonly url: string
  /** Of the admin user, or `token-name:password`. Undefined = the credential is used. */
  readonly password?: string | undefined
  readonly credential?: TokenCredential | undefined
}

/** Gets tokens for a registry that asks for them; one that does not (the laptop's, on loopback) gets none. */
export interface RegistryAccess {
  /** What to send for `repository:NAME:pull` and the like, as far as the registry has asked for it. */
  header(scope: string): string | undefined
  /** Answers a 401. @throws Fault `registry-unavailable` with what the registry said */
  answer(challenge: string | null, scope: string): Promise<void>
}

const audience = 'https://containerregistry.azure.net/.default'

/**
 * The ways of Azure Container Registry: the identity's token is exchanged for one of the registry, and that for one of
 * the scope. https://learn.microsoft.com/azure/container-registry/container-registry-authentication
 */
export function createRegistryAccess(
  { url, password, credential }: RegistrySettings,
  send: (url: string, init: RequestInit) => Promise<Response>,
): RegistryAccess {
  const tokens = new Map<string, string>()
  const { host, hostname, origin } = new URL(url)
  const form = (path: string, fields: Record<string, string>) =>
    send(`${origin}${path}`, { method: 'POST', body: new URLSearchParams(fields) })

  async function tokenFor(scope: string): Promise<string> {
    if (password !== undefined) {
      const account = password.includes(':') ? password : `${hostname.split('.')[0]}:${password}`
      const headers = { authorization: `Basic ${Buffer.from(account).toString('base64')}` }
      const query = new URLSearchParams({ service: host, scope })
      return read(await send(`${origin}/oauth2/token?${query}`, { headers }), 'access_token')
    }
    const identity = (await credential?.getToken(audience))?.token
    if (identity === undefined) throw new Fault('registry-unavailable', `${host} asks who we are, and there is no identity.`)
    const exchanged = await form('/oauth2/exchange', { grant_type: 'access_token', service: host, access_token: identity })
    const refresh_token = await read(exchanged, 'refresh_token')
    return read(await form('/oauth2/token', { grant_type: 'refresh_token', service: host, scope, refresh_token }), 'access_token')
  }

  return {
    header: (scope) => {
      const token = tokens.get(scope)
      return token === undefined ? undefined : `Bearer ${token}`
    },
    answer: async (challenge, scope) => {
      const realm = /\brealm="([^"]+)"/i.exec(challenge ?? '')?.[1]
      // Whoever answers for the registry must not send our identity elsewhere.
      if (realm === undefined || new URL(realm, url).origin !== origin)
        throw new Fault('registry-unavailable', `${host} asks for an access that is not understood.`)
      tokens.delete(scope)
      tokens.set(scope, await tokenFor(scope))
    },
  }
}

async function read(answer: Response, field: 'refresh_token' | 'access_token'): Promise<string> {
  if (!answer.ok) throw new Fault('registry-unavailable', `It refuses the identity (${answer.status}).`)
  const body = (await answer.json()) as Partial<Record<typeof field, unknown>>
  const token = body[field]
  if (typeof token !== 'string') throw new Fault('registry-unavailable', `Its answer has no ${field}.`)
  return token
}
