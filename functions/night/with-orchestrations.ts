import type { InvocationContext } from '@azure/functions'
import { getClient } from 'durable-functions'
import { createDurableOrchestrations } from '../../shared/adapters/durable-orchestrations.ts'
import type { Ports } from '../../shared/ports.ts'

/** The ports with the engine's client of this invocation, whose trigger was registered with `df.input.durableClient()`. */
export function withOrchestrations(ports: Ports, context: InvocationContext): Ports {
  return { ...ports, orchestrations: createDurableOrchestrations(() => getClient(context)) }
}
