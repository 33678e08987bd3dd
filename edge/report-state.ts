import type { ModelReference } from '../shared/domain/messages.ts'
import type { RefusedModel } from './admission/keep-models.ts'

/** What the twin tells about the module, besides its settings. Null takes a value out of a twin. */
interface ModuleState {
  readonly model: ModelReference | undefined
  readonly refused: RefusedModel | undefined
  readonly isBusy: boolean
}

interface ReporterOptions {
  read(): ModuleState
  /** What changed of the cameras since the last call. */
  changedCameras(): object | undefined
  report(properties: Readonly<Record<string, unknown>>): void
  nowMs(): number
}

/** An incident that comes and goes must not use up what the hub allows in twin updates. */
const leastBusyMs = 10_000

/** Makes the function that is called every second or so and reports what changed since it was called last. */
export function createStateReporter({ read, changedCameras, report, nowMs }: ReporterOptions): () => void {
  let told: Readonly<Record<string, string>> = {}
  let busyToldAtMs = Number.NEGATIVE_INFINITY

  return () => {
    const { model, refused, isBusy } = read()
    const now: Record<string, unknown> = { model: model ?? null, refused: refused ?? null }
    if (nowMs() - busyToldAtMs >= leastBusyMs) now['busy'] = isBusy
    const changed = Object.entries(now).filter(([name, value]) => told[name] !== JSON.stringify(value))
    if (changed.some(([name]) => name === 'busy')) busyToldAtMs = nowMs()
    told = { ...told, ...Object.fromEntries(changed.map(([name, value]) => [name, JSON.stringify(value)])) }
    const cameras = changedCameras()
    const properties = { ...Object.fromEntries(changed), ...(cameras === undefined ? {} : { cameras }) }
    if (Object.keys(properties).length > 0) report(properties)
  }
}
