import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Answer } from '../api/call.ts'
import { rememberedSite, rememberSite } from './remembered-site.ts'

export type Site = Answer<'listSites'>['items'][number]

interface Sites {
  readonly all: readonly Site[]
  readonly chosen: Site
  choose(id: string): void
}

const SitesContext = createContext<Sites | undefined>(undefined)

/** Which of one's sites the pages show; remembered on this device. */
export function SitesProvider({ sites, children }: { sites: readonly [Site, ...Site[]]; children: ReactNode }) {
  const [wanted, setWanted] = useState(rememberedSite)
  const chosen = sites.find(({ id }) => id === wanted) ?? sites[0]
  // The next visit asks for this site's incidents before it knows who visits (app/start-early.ts).
  useEffect(() => rememberSite(chosen.id), [chosen.id])
  return <SitesContext value={{ all: sites, chosen, choose: setWanted }}>{children}</SitesContext>
}

export function useSites(): Sites {
  const sites = useContext(SitesContext)
  if (sites === undefined) throw new Error('useSites outside of SitesProvider')
  return sites
}

/** The site that is shown. */
export function useSite(): Site {
  return useSites().chosen
}
