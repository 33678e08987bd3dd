export const settingsTabs = ['on-call', 'recipients', 'people', 'sites'] as const
export type SettingsTab = (typeof settingsTabs)[number]

export interface SettingsSearch {
  readonly tab?: SettingsTab | undefined
}

export function readSettingsSearch(given: Record<string, unknown>): SettingsSearch {
  return { tab: settingsTabs.find((tab) => tab === given['tab']) }
}
