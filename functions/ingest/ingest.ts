import type { EventHubHandler } from '@azure/functions'
import { ingestBatch } from '../../shared/operations/ingest-batch.ts'
import type { Ports } from '../../shared/ports.ts'
import { receivedEvents } from './received-events.ts'

/** Event Hubs trigger: a batch of the hub's stream. Throws only when nothing could be kept, and then the batch comes again. */
export function serveIngest(ports: Ports): EventHubHandler<unknown[]> {
  return async (bodies, context) => {
    const events = receivedEvents(bodies, context.triggerMetadata, ports.clock())
    const { accepted, quarantined, droppedFields, failed } = await ingestBatch(ports, events)
    if (quarantined + droppedFields + failed.length === 0) return
    context.warn(`${accepted.length} stored, ${quarantined} quarantined, ${failed.length} spilled, ${droppedFields} unknown fields dropped`)
    if (failed[0] !== undefined) context.error('The first of those that were spilled:', failed[0].error)
  }
}
