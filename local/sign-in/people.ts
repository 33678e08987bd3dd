import { type Role, roles } from '../../shared/domain/person.ts'

/** Somebody one can be on the laptop: one for each role, so that every screen and every refusal can be tried. */
export interface LaptopPerson {
  /** Object id, in the form that Entra ID gives. */
  readonly id: string
  /** What one picks by: the role's own word. */
  readonly handle: Role
  readonly name: string
  readonly roles: readonly Role[]
}

/** A tenant that exists nowhere: ids of this form are never given out. */
export const laptopTenant = '00000000-0000-4000-8000-000000000000'

export const laptopPeople: readonly LaptopPerson[] = roles.map((role, index) => ({
  id: `00000000-0000-4000-8000-00000000000${index + 1}`,
  handle: role,
  name: role === 'iot-engineer' ? 'IoT engineer' : role.charAt(0).toUpperCase() + role.slice(1).replaceAll('-', ' '),
  roles: [role],
}))
