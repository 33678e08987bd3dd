import type { Look, Observation } from '../../domain/judge-monitors.ts'
import type { MonitorKind } from '../../domain/monitor-policy.ts'

export interface Looks extends Look {
  /** What could not be looked at, and why; what was known of it stays. */
  readonly failures: readonly { readonly kind: MonitorKind; readonly error: unknown }[]
}

/** Looks at everything at once. One that fails keeps no other from being looked at. */
export async function lookAll(looks: Readonly<Partial<Record<MonitorKind, () => Promise<readonly Observation[]>>>>): Promise<Looks> {
  const kinds = Object.keys(looks) as MonitorKind[]
  const results = await Promise.allSettled(kinds.map((kind) => looks[kind]?.() ?? []))
  const observations: Observation[] = []
  const looked: MonitorKind[] = []
  const failures: Looks['failures'][number][] = []
  results.forEach((result, index) => {
    const kind = kinds[index]
    if (kind === undefined) return
    if (result.status === 'rejected') failures.push({ kind, error: result.reason })
    else {
      looked.push(kind)
      observations.push(...result.value)
    }
  })
  return { observations, looked, failures }
}
