import { useState } from 'react'
import type { Entry, IncidentDetail } from '../../decisions/decision.ts'
import { useMe } from '../../people/use-me.ts'

/** The newest thing that somebody else has said or done about the incident since one opened it. */
export function useNews({ entries }: IncidentDetail): Entry | undefined {
  const { id } = useMe()
  const [known] = useState(entries.at(-1)?.seq ?? 0)
  return entries.findLast(({ seq, who }) => seq > known && who !== id)
}
