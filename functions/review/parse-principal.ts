import { z } from 'zod'
import { Fault } from '../../shared/domain/faults.ts'
import { Role } from '../../shared/domain/person.ts'

/** What the platform says about a person, before our own table adds the sites. */
export interface PlatformIdentity {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
}

/** Longest header that is looked at, in characters; the platform's own are around two thousand. */
const maxHeaderLength = 16_384

// Claim types as Microsoft Entra ID writes them, short (v2 tokens) and long (after App Service's mapping).
const roleClaims = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role']
const idClaims = ['oid', 'http://schemas.microsoft.com/identity/claims/objectidentifier']
const tenantClaims = ['tid', 'http://schemas.microsoft.com/identity/claims/tenantid']
const nameClaims = ['name', 'preferred_username']

const ClientPrincipal = z.object({
  auth_typ: z.literal('aad'),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })).max(500),
})

/**
 * Reads `X-MS-CLIENT-PRINCIPAL`, which App Service authentication sets and no client can.
 *
 * Only the claim types that Entra ID issues are believed, and only for our tenant: the header's own `role_typ`
 * and `name_typ` say which claims are roles, and whoever could choose them could make a name into a role.
 * Roles that we do not know are left out.
 *
 * @param header Base64 of the JSON document, or null where nobody is signed in
 * @throws Fault `identity-missing` without a header, `identity-invalid` for anything that does not fit
 * Source: learn.microsoft.com/azure/app-service/configure-authentication-user-identities
 */
export function parsePrincipal(header: string | null, tenant: string): PlatformIdentity {
  if (header === null || header === '') throw new Fault('identity-missing')
  if (header.length > maxHeaderLength) throw new Fault('identity-invalid', 'The identity header is too long.')
  const principal = ClientPrincipal.safeParse(decode(header))
  if (!principal.success) throw new Fault('identity-invalid')
  const values = (types: readonly string[]) => principal.data.claims.filter(({ typ }) => types.includes(typ)).map(({ val }) => val)

  const tenants = values(tenantClaims)
  if (tenants.length !== 1 || tenants[0] !== tenant) throw new Fault('identity-invalid', 'The identity belongs to another tenant.')
  const ids = new Set(values(idClaims))
  const [id] = ids
  if (ids.size !== 1 || id === undefined || !/^[A-Za-z0-9-]{1,64}$/.test(id))
    throw new Fault('identity-invalid', 'The identity has no object id.')

  return {
    id,
    name: values(nameClaims)[0]?.slice(0, 200) ?? id,
    roles: [...new Set(values(roleClaims))].flatMap((value) => Role.safeParse(value).data ?? []),
  }
}

function decode(header: string): unknown {
  // Buffer.from skips what is not base64; a header that holds such things was not written by the platform.
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(header)) return undefined
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
  } catch {
    return undefined
  }
}
