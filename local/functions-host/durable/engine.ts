import type { RegisteredFunction } from '../app/function-registry.ts'
import type { HostContext } from '../invocation/host-context.ts'
import type { TimerLimits } from './orchestration/follow-up.ts'
import type { Store } from './store/open-store.ts'

export type DurableKind = 'orchestration' | 'activity' | 'entity'

/** What every part of the engine works with. */
export interface Engine {
  readonly host: HostContext
  readonly hub: string
  readonly store: Store
  readonly limits: TimerLimits
  /** True = starting an id that runs ends the one that runs; false = it is refused. */
  readonly replacesRunning: boolean
  /** Names are compared without case, as in Azure. */
  find(kind: DurableKind, name: string): RegisteredFunction | undefined
  names(kind: DurableKind): string[]
  /** There may be new work: messages, activities or timers. Called after every commit that made some. */
  wake(): void
}

/** In the words of Azure's extension. */
export function unknownFunction(engine: Engine, kind: DurableKind, name: string): string {
  const known = engine.names(kind).map((each) => `'${each}'`)
  const called = kind === 'orchestration' ? 'orchestrator' : kind
  return `The function '${name}' doesn't exist, is disabled, or is not an ${called} function. Known ${called} functions: ${known.join(', ') || 'none'}.`
}
