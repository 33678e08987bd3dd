/** How a program came to its end. */
export interface ProgramOutcome {
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  /** Why we ended it, or why it could not be started. */
  readonly ended?: 'cancelled' | 'timeout' | 'memory' | 'output' | 'not-started'
  readonly detail?: string
}

/** The sentence for people; undefined for success. */
export function describeFailure({ exitCode, signal, detail }: ProgramOutcome): string | undefined {
  if (detail !== undefined) return detail
  if (exitCode === 0) return undefined
  return exitCode === undefined ? `The program was ended by ${signal}.` : `The program ended with exit code ${exitCode}.`
}
