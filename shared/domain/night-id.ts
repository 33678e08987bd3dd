import { Id } from './ids.ts'
import type { LocalDate } from './night.ts'

export interface NightKey {
  readonly site: Id
  readonly date: LocalDate
  /** 1 for the first run of the date. */
  readonly number: number
}

/** The same for the same run, so that starting it again finds it: `nightly-{site}-{date}`, from the second run on with its number. */
export function nightId({ site, date, number }: NightKey): string {
  return number === 1 ? `nightly-${site}-${date}` : `nightly-${site}-${date}-${number}`
}

/** What `nightId` was given; undefined for a text that it never made. A site's own name may end like a date. */
export function parseNightId(id: string): NightKey | undefined {
  const [, site = '', date = '', number] = /^nightly-(.+)-(\d{4}-\d\d-\d\d)(?:-([1-9]\d{0,5}))?$/.exec(id) ?? []
  if (!Id.safeParse(site).success) return undefined
  const key = { site, date, number: Number(number ?? 1) }
  return nightId(key) === id ? key : undefined
}
