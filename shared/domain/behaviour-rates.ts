import type { DeviceHealth } from './device-health.ts'

/** How a model behaved on a device: sums over the stretches between two messages of one boot, and the stretches themselves. */
export interface Behaviour {
  readonly seconds: number
  readonly frames: number
  readonly incidents: number
  readonly inferenceMs: number
  /** Labels that were seen at least once since the module started. */
  readonly labels: ReadonlySet<string>
  readonly stretches: readonly Stretch[]
  /** Mean of what the messages said, in bytes. */
  readonly memory: number
  /** Growth within a boot in bytes an hour, by least squares over all boots; undefined with fewer than four messages of one. */
  readonly memoryPerHour: number | undefined
}

export interface Stretch {
  readonly seconds: number
  readonly frames: number
  readonly detections: Readonly<Record<string, number>>
}

const hourMs = 3_600_000
const leastForSlope = 4

/** What the messages say of one model; those that name another one, or say nothing of behaviour, are left out. */
export function behaviourOf(history: readonly DeviceHealth[], modelDigest: string): Behaviour {
  const messages = history.map(({ message }) => message).filter(({ model, behaviour }) => model?.digest === modelDigest && behaviour)
  const boots = [...Map.groupBy(messages, ({ bootId }) => bootId).values()].map((boot) => boot.toSorted((a, b) => a.seq - b.seq))
  const stretches: Stretch[] = []
  const labels = new Set<string>()
  let [incidents, inferenceMs] = [0, 0]
  for (const boot of boots) {
    for (const [index, { behaviour, at }] of boot.entries()) {
      for (const label of Object.keys(behaviour!.detections)) labels.add(label)
      const before = boot[index - 1]
      if (before === undefined) continue
      const detections = Object.fromEntries(
        Object.entries(behaviour!.detections).map(([label, count]) => [label, count - (before.behaviour!.detections[label] ?? 0)]),
      )
      const seconds = (Date.parse(at) - Date.parse(before.at)) / 1000
      stretches.push({ seconds, frames: behaviour!.framesAnalysed - before.behaviour!.framesAnalysed, detections })
      incidents += behaviour!.incidents - before.behaviour!.incidents
      inferenceMs += behaviour!.inferenceMsTotal - before.behaviour!.inferenceMsTotal
    }
  }
  const memory = messages.map(({ behaviour }) => behaviour!.memoryBytes)
  return {
    ...{ incidents, inferenceMs, labels, stretches },
    seconds: sum(stretches.map(({ seconds }) => seconds)),
    frames: sum(stretches.map(({ frames }) => frames)),
    memory: sum(memory) / Math.max(1, memory.length),
    memoryPerHour: slopeOf(boots.map((boot) => boot.map(({ at, behaviour }) => [Date.parse(at) / hourMs, behaviour!.memoryBytes]))),
  }
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** One slope for all boots, each around its own mean: a restart is no fall. */
function slopeOf(boots: readonly (readonly (readonly number[])[])[]): number | undefined {
  let [above, below] = [0, 0]
  for (const points of boots.filter(({ length }) => length >= leastForSlope)) {
    const meanTime = sum(points.map(([time]) => time!)) / points.length
    const meanValue = sum(points.map(([, value]) => value!)) / points.length
    for (const [time, value] of points) {
      above += (time! - meanTime) * (value! - meanValue)
      below += (time! - meanTime) ** 2
    }
  }
  return below === 0 ? undefined : above / below
}
