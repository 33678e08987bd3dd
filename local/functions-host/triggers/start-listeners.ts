import type { RegisteredFunction } from '../app/function-registry.ts'
import type { TriggerListener } from '../invocation/binding-types.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { redact } from '../invocation/redact.ts'

/** Starts what wakes the functions. One that cannot be started is said so and left out; the others go on, as in Azure. */
export async function startListeners(functions: Iterable<RegisteredFunction>, host: HostContext): Promise<TriggerListener[]> {
  const starting = [...functions].map(async (fn) => {
    const { type } = fn.trigger
    if (type.toLowerCase() === 'httptrigger') return undefined
    const trigger = host.types.triggers.get(type.toLowerCase())
    if (trigger === undefined) {
      host.log(`Warning: the function '${fn.name}' has a trigger of type '${type}', which the local host does not know. It will not run.`)
      return undefined
    }
    try {
      return await trigger.listen(fn, host)
    } catch (error) {
      host.log(redact(`The '${fn.name}' function is in error: ${error instanceof Error ? error.message : String(error)}`))
      return undefined
    }
  })
  return (await Promise.all(starting)).filter((listener) => listener !== undefined)
}
