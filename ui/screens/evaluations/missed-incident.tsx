import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useApi } from '../../api/use-api.ts'
import { useIncidentLabel } from '../../fleet/use-incident-label.ts'
import { useNames } from '../../fleet/use-names.ts'
import { SiteTime } from '../../time/site-time.tsx'

/** The way to an incident, by what it was, where and when; by its id until that is known, and where it is not there any more. */
export function MissedIncident({ id, children }: { id: string; children?: ReactNode }) {
  const { data } = useApi('getIncident', { params: { id } })
  const names = useNames()
  const labelOf = useIncidentLabel()
  return (
    <li>
      <Link to="/incidents/$id" params={{ id }}>
        {data === undefined ? id : `${labelOf(data.incident)} · ${names.camera(data.incident.camera)}`}
      </Link>
      {data !== undefined && <SiteTime at={data.incident.startedAt} site={data.incident.site} />}
      {children}
    </li>
  )
}
