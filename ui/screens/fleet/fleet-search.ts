import { type DeviceOrder, deviceOrders } from '../../fleet/device-order.ts'

export const fleetTabs = ['devices', 'cameras', 'rollouts', 'policy'] as const
export type FleetTab = (typeof fleetTabs)[number]

export interface FleetSearch {
  readonly tab?: FleetTab | undefined
  readonly sort?: DeviceOrder | undefined
  readonly down?: boolean | undefined
}

export function readFleetSearch(search: Record<string, unknown>): FleetSearch {
  const tab = fleetTabs.find((name) => name === search['tab'])
  const sort = deviceOrders.find((name) => name === search['sort'])
  return { ...(tab && { tab }), ...(sort && { sort }), ...(search['down'] === true && { down: true }) }
}
