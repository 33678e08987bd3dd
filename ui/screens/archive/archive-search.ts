import { readDay, readId, readInstant } from '../../app/address-parts.ts'

export const archiveTabs = ['footage', 'holds', 'audit', 'quarantine'] as const
export type ArchiveTab = (typeof archiveTabs)[number]

/** What of the archive is shown; it is the address, so that every view is a link. */
export interface ArchiveSearch {
  readonly tab?: ArchiveTab | undefined
  readonly camera?: string | undefined
  /** `2026-11-21` by the clock of the site. */
  readonly day?: string | undefined
  /** The chosen interval, ISO 8601, UTC. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Of the audit chain: whose entries, of which kind, about what, up to which day, and whether the organisation's own chain. */
  readonly who?: string | undefined
  readonly kind?: string | undefined
  readonly about?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly chain?: 'organisation' | undefined
}

export function readArchiveSearch(given: Record<string, unknown>): ArchiveSearch {
  const text = (name: keyof ArchiveSearch) => {
    const value = given[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
  return {
    tab: archiveTabs.find((tab) => tab === given['tab']),
    camera: readId(given['camera']),
    day: readDay(given['day']),
    from: readInstant(given['from']),
    to: readInstant(given['to']),
    who: text('who'),
    kind: text('kind'),
    about: text('about') || undefined,
    since: readDay(given['since']),
    until: readDay(given['until']),
    chain: given['chain'] === 'organisation' ? 'organisation' : undefined,
  }
}
