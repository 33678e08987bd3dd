import { type ReactNode, useEffect } from 'react'
import { ApiProblem } from '../api/api-problem.ts'
import { rememberPerson } from '../api/session.ts'
import { useApi } from '../api/use-api.ts'
import { Empty, Problem, Waiting } from '../design/state.tsx'
import { type Site, SitesProvider } from '../people/site.tsx'
import { useText } from '../text/text.ts'
import { OfflineNote } from './offline-banner.tsx'
import { signInAddress } from './sign-in-address.ts'

/** Lets nobody through who is not signed in: they are sent to do so, and come back to the page that they wanted. */
export function SignedIn({ children }: { children: ReactNode }) {
  const text = useText().problems
  const me = useApi('getMe', {})
  const sites = useApi('listSites', {})
  const problem = me.error ?? sites.error
  const isStranger = problem instanceof ApiProblem && problem.status === 401
  useEffect(() => {
    if (isStranger) location.replace(signInAddress(`${location.pathname}${location.search}`))
  }, [isStranger])
  const id = me.data?.id
  useEffect(() => {
    if (id !== undefined) rememberPerson(id)
  }, [id])
  if (isStranger) return <Waiting />
  if (me.data !== undefined && sites.data !== undefined) {
    const [first, ...others] = sites.data.items
    if (first !== undefined) return <SitesProvider sites={[first, ...others] as [Site, ...Site[]]}>{children}</SitesProvider>
    return (
      <Empty icon="settings" title={text.noSites}>
        {text.noSitesAdvice}
      </Empty>
    )
  }
  if (problem)
    return (
      <>
        <OfflineNote />
        <Problem error={problem} onRetry={() => Promise.all([me.refetch(), sites.refetch()])} />
      </>
    )
  return <Waiting />
}
