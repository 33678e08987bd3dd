export const noticeStates = ['unresolved', 'cleared', 'all'] as const

export interface NoticesSearch {
  /** Default: those that are not over. */
  readonly state?: (typeof noticeStates)[number]
}

export function readNoticesSearch(search: Record<string, unknown>): NoticesSearch {
  const state = noticeStates.find((one) => one === search['state'])
  return state === undefined || state === 'unresolved' ? {} : { state }
}

export interface MonitorsSearch {
  /** What all plants share instead of the site that is chosen. */
  readonly shared?: true
}

export function readMonitorsSearch(search: Record<string, unknown>): MonitorsSearch {
  return search['shared'] === true ? { shared: true } : {}
}
