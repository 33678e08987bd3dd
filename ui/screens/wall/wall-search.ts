export const intervals = [2, 5, 15, 60] as const
export type Interval = (typeof intervals)[number]

export interface WallSearch {
  /** Seconds between two pictures; without it the mode decides. */
  readonly every?: Interval | undefined
  /** Small pictures, seldom. Without it the browser's wish to save data decides. */
  readonly small?: boolean | undefined
  /** Cameras beside each other; without it as many as fit. */
  readonly columns?: number | undefined
}

const mostColumns = 6

export function readWallSearch(search: Record<string, unknown>): WallSearch {
  const every = intervals.find((seconds) => seconds === Number(search['every']))
  const columns = Number(search['columns'])
  return {
    ...(every !== undefined && { every }),
    ...(typeof search['small'] === 'boolean' && { small: search['small'] }),
    ...(Number.isInteger(columns) && columns >= 1 && columns <= mostColumns && { columns }),
  }
}

export interface WallMode {
  readonly isSmall: boolean
  readonly seconds: Interval
  /** Pixels of a picture. */
  readonly maxWidth: number
}

export function wallMode({ every, small }: WallSearch, savesData: boolean): WallMode {
  const isSmall = small ?? savesData
  return { isSmall, seconds: every ?? (isSmall ? 60 : 5), maxWidth: isSmall ? 320 : 960 }
}
