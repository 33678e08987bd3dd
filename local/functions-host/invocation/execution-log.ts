import { randomUUID } from 'node:crypto'
import { redact } from './redact.ts'

export interface Execution {
  readonly id: string
  readonly name: string
  readonly startedAt: number
}

/** The two lines that Azure's host writes for every execution. */
export function logStart(name: string, reason: string, log: (line: string) => void): Execution {
  const id = randomUUID()
  log(`Executing 'Functions.${name}' (Reason='${reason}', Id=${id})`)
  return { id, name, startedAt: performance.now() }
}

export function logEnd(execution: Execution, error: unknown, isSuccess: boolean, log: (line: string) => void): void {
  const duration = Math.round(performance.now() - execution.startedAt)
  log(`Executed 'Functions.${execution.name}' (${isSuccess ? 'Succeeded' : 'Failed'}, Id=${execution.id}, Duration=${duration}ms)`)
  if (!isSuccess) log(redact(`Exception while executing function: Functions.${execution.name}. ${failureText(error)}`))
}

/** The text in which Azure's worker reports a failure; Durable Functions reads it. */
export function failureText(error: unknown): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return `Result: Failure\nException: ${message}\nStack: ${stack ?? ''}`
}
