import type { Principal, Role } from '../domain/person.ts'
import type { Ports } from '../ports.ts'

/**
 * Adds the sites to what the platform says about a person. Asked anew with each request, so that a site that was
 * taken away is gone at the next click. An admin covers all sites, anybody else who has no row covers none.
 */
export async function identifyPerson(
  { people }: Pick<Ports, 'people'>,
  identity: { readonly id: string; readonly name: string; readonly roles: readonly Role[] },
): Promise<Principal> {
  if (identity.roles.includes('admin')) return { ...identity, sites: 'all' }
  const person = await people.find(identity.id)
  return { ...identity, sites: person?.sites ?? [] }
}
