import type { Answer } from '../api/call.ts'
import { useApi } from '../api/use-api.ts'

export type Me = Answer<'getMe'>
export type Role = Me['roles'][number]

/** Who one is; the shell shows nothing before it is known. */
export function useMe(): Me {
  const { data } = useApi('getMe', {})
  if (data === undefined) throw new Error('useMe outside of SignedIn')
  return data
}

/** Whether one has one of the roles; an admin has them all. The API decides again by itself. */
export function useCan(...roles: readonly Role[]): boolean {
  const me = useMe()
  return me.roles.some((role) => role === 'admin' || roles.includes(role))
}
