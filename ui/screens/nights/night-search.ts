export const nightStates = ['running', 'complete', 'partial', 'failed'] as const
export type NightState = (typeof nightStates)[number]

/** Which nights are shown. */
export function readNightSearch(search: Readonly<Record<string, unknown>>): { state?: NightState | undefined } {
  const state = nightStates.find((one) => one === search['state'])
  return state === undefined ? {} : { state }
}
