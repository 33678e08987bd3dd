export const complianceTabs = ['counts', 'policy', 'versions'] as const
export type ComplianceTab = (typeof complianceTabs)[number]

export const spans = [7, 30, 90] as const
export type Span = (typeof spans)[number]

/** All of it is in the address, so that every view is a link. */
export interface ComplianceSearch {
  readonly tab?: ComplianceTab | undefined
  /** The last so many days, today among them. */
  readonly days?: Span | undefined
}

export function readComplianceSearch(given: Record<string, unknown>): ComplianceSearch {
  return {
    tab: complianceTabs.find((tab) => tab === given['tab']),
    days: spans.find((span) => span === Number(given['days'])),
  }
}
