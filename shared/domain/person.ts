import { z } from 'zod'
import { Id } from './ids.ts'

export const roles = ['site-engineer', 'data-labeler', 'data-scientist', 'iot-engineer', 'safety-auditor', 'admin'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/** A row of our own table: the identity provider does not know our plants. */
export const Person = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the object id of the identity provider'),
  name: z.string().min(1).max(200),
  sites: z.union([z.literal('all'), z.array(Id).max(1000)]),
})
export type Person = z.infer<typeof Person>

/** Who asks. Roles come from the identity provider, sites from our own table: an identity provider does not know our plants. */
export interface Principal {
  /** Object id that the identity provider gave the person; never reused. */
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly sites: 'all' | readonly Id[]
}

/** Whether the person may see things of this site. Someone without a site sees nothing: access is given, never assumed. */
export function coversSite(principal: Principal, site: Id): boolean {
  return principal.sites === 'all' || principal.sites.includes(site)
}

export function hasAnyRole(principal: Principal, allowed: readonly Role[]): boolean {
  return principal.roles.some((role) => role === 'admin' || allowed.includes(role))
}
