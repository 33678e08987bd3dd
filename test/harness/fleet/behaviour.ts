import type { HealthMessage } from '../../../shared/domain/messages.ts'

/**
 * How a module with some model behaves.
 *
 * - `wont-start`: ends at once, for ever · `crashes`: after two minutes, each time
 * - `nan`, `wrong-labels`: the module's own self-test refuses the model; the one before goes on
 * - `silent`: sees nothing · `tenfold`: sees ten times as much · `slow`: three times the inference time
 * - `leaks`: ten megabytes a minute
 */
export type Behaviour = 'good' | 'wont-start' | 'crashes' | 'nan' | 'wrong-labels' | 'silent' | 'tenfold' | 'slow' | 'leaks'

/** What the self-test of a module says to models that it refuses; undefined = it takes the model. */
export function refusalOf(behaviour: Behaviour): string | undefined {
  if (behaviour === 'nan') return 'The model answers with what is no number.'
  if (behaviour === 'wrong-labels') return 'The model sees other things in the pictures of its self-test than when it was signed.'
  return undefined
}

/** Seconds from the module's start to its end; undefined = it runs on. */
export function lifetimeSeconds(behaviour: Behaviour): number | undefined {
  if (behaviour === 'wont-start') return 0
  return behaviour === 'crashes' ? 120 : undefined
}

type Counters = NonNullable<HealthMessage['behaviour']>
type Traits = { readonly detectionsPerSecond: number; readonly inferenceMs: number; readonly memoryBytes: number }

/** Every machine and every line is a little different, always in the same way. */
export function traitsOf(random: () => number): Traits {
  return { detectionsPerSecond: 0.5 + random(), inferenceMs: 6 + 6 * random(), memoryBytes: 170e6 + 40e6 * random() }
}

export const framesPerSecond = 10
export const noCounters: Counters = {
  ...{ framesAnalysed: 0, detections: {}, incidents: 0, inferenceMsTotal: 0, memoryBytes: 0, isBusy: false },
}

/** The counters of a module after it has watched for some seconds more. */
export function watchOn(
  before: Counters,
  behaviour: Behaviour,
  traits: Traits,
  { seconds, uptimeSeconds }: { readonly seconds: number; readonly uptimeSeconds: number },
  random: () => number,
): Counters {
  const frames = framesPerSecond * seconds
  const factor = { silent: 0, tenfold: 10 }[behaviour as string] ?? 1
  const seen = poisson(traits.detectionsPerSecond * seconds * factor, random)
  const slowness = behaviour === 'slow' ? 3 : 1
  return {
    framesAnalysed: before.framesAnalysed + frames,
    detections: { bottle: (before.detections['bottle'] ?? 0) + seen },
    incidents: before.incidents + poisson((seconds * factor) / 1800, random),
    inferenceMsTotal: before.inferenceMsTotal + frames * traits.inferenceMs * slowness * (0.97 + 0.06 * random()),
    memoryBytes: Math.round(traits.memoryBytes * (0.98 + 0.04 * random()) + (behaviour === 'leaks' ? (10e6 * uptimeSeconds) / 60 : 0)),
    isBusy: before.isBusy,
  }
}

/** So many events where so many are expected. */
function poisson(expected: number, random: () => number): number {
  // Of many, the normal distribution is as good, and it takes one step.
  if (expected > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal))
  }
  let count = -1
  for (let product = 1; product > Math.exp(-expected); product *= random()) count++
  return Math.max(0, count)
}
