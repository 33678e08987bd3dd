import type { Id } from '../../shared/domain/ids.ts'
import { incidentTrace, newTrace, traceparentOf } from '../../shared/domain/trace.ts'

/** W3C trace context of a message: of the incident that it is about, else of its own. */
export function traceparent(incident?: Id): string {
  return traceparentOf((incident !== undefined ? incidentTrace(incident) : undefined) ?? newTrace())
}
