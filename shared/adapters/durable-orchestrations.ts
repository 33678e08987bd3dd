import type { DurableClient, DurableOrchestrationStatus } from 'durable-functions'
import { Fault } from '../domain/faults.ts'
import type { Orchestrations } from '../ports.ts'

const missingClient = 'This trigger was registered without the input of the durable client.'

type State = NonNullable<Awaited<ReturnType<Orchestrations['status']>>>['state']

/**
 * The engine of Durable Functions, through the client that an invocation was given.
 *
 * @param open Asked for the client when one is needed, and not before
 */
export function createDurableOrchestrations(open: () => DurableClient): Orchestrations {
  const status: Orchestrations['status'] = async (id) => {
    const found = await find(open(), id)
    return found && { state: stateOf(found), custom: found.customStatus, output: found.output }
  }
  return {
    status,
    wake: async (id, event) => {
      const found = await status(id)
      if (found?.state !== 'running') return
      try {
        await open().raiseEvent(id, event, {})
      } catch (cause) {
        if ((await status(id))?.state === 'running') throw new Fault('orchestration-unavailable', undefined, { cause })
      }
    },
    start: async (name, id, input) => {
      // The engine refuses an id that runs, but takes one that has ended for a new start.
      if ((await status(id)) !== undefined) return
      try {
        await open().startNew(name, { instanceId: id, input })
      } catch (cause) {
        // Somebody else may have been faster.
        if ((await status(id)) === undefined) throw new Fault('orchestration-unavailable', undefined, { cause })
      }
    },
  }
}

async function find(client: DurableClient, id: string): Promise<DurableOrchestrationStatus | undefined> {
  try {
    return await client.getStatus(id)
  } catch (cause) {
    // The client has no error of its own for "there is none".
    if (cause instanceof Error && cause.message.includes('HTTP 404')) return undefined
    throw new Fault('orchestration-unavailable', undefined, { cause })
  }
}

function stateOf({ runtimeStatus }: DurableOrchestrationStatus): State {
  const ends: Record<string, State> = { Completed: 'completed', Failed: 'failed', Canceled: 'terminated', Terminated: 'terminated' }
  return ends[runtimeStatus] ?? 'running'
}

/** Where no invocation has brought a client: a trigger that needs one and was registered without is found by its first test. */
export const noOrchestrations: Orchestrations = {
  start: () => Promise.reject(new Error(missingClient)),
  status: () => Promise.reject(new Error(missingClient)),
  wake: () => Promise.reject(new Error(missingClient)),
}
