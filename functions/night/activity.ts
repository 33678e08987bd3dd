import type { ActivityHandler } from 'durable-functions'
import type { z } from 'zod'
import { crashPoint } from '../../shared/crash-point.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from './with-orchestrations.ts'

/**
 * One step of an orchestration: parses what the orchestrator gave it and calls one operation. The engine may run it
 * twice, also at the same time, so every operation behind one can be repeated.
 */
export interface Activity<Input extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly input: Input
  /** Registered with the durable client, so that `ports.orchestrations` is there. */
  readonly needsOrchestrations?: true
  run(ports: Ports, input: z.infer<Input>): Promise<unknown>
}

/** Lets the compiler infer the type of the input from its schema. */
export function activity<Input extends z.ZodType>(row: Activity<Input>): Activity {
  return row as unknown as Activity
}

export function serveActivity({ name, input, needsOrchestrations, run }: Activity, ports: Ports): ActivityHandler {
  return async (given, context) => {
    crashPoint(`${name}-begins`)
    const result = await run(needsOrchestrations ? withOrchestrations(ports, context) : ports, input.parse(given))
    crashPoint(`${name}-ends`)
    return result
  }
}
