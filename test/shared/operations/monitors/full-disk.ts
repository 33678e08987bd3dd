import { watchMonitors } from '../../../../shared/operations/monitors/watch-monitors.ts'
import type { MonitoredPlant } from '../../../harness/monitored-plant.ts'

const fullFor = 3
export const lastMinute = 4

/** A disk that is nearly full lowers the frame rate and halts the rollout; once there is room, the first is taken back. */
export async function bindActions(plant: MonitoredPlant): Promise<void> {
  await plant.bind('device-disk', {
    ...{ forMinutes: 1, clearMinutes: 1 },
    actions: [
      { kind: 'lower-frame-rate', factor: 0.5, leastPerSecond: 1, undo: 'on-clear' },
      { kind: 'halt-rollout', undo: 'by-person' },
    ],
  })
}

/** One minute of the story. */
export async function play(plant: MonitoredPlant, minute: number): Promise<void> {
  plant.setMinute(minute)
  await plant.saysHealth(minute, { diskUsedBytes: minute < fullFor ? 900_000 : 100_000 })
  const watched = await watchMonitors(plant.ports)
  const failure = watched.flatMap(({ failures }) => failures)[0]
  if (failure !== undefined) throw failure.error
}
