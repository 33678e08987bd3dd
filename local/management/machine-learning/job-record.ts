import type { JobBody } from './job-body.ts'
import type { ProcessIdentity } from './process-identity.ts'
import type { ProgramOutcome } from './program-outcome.ts'
import type { RunEvent } from './run-events.ts'

/** Of the states that Azure has, those that happen here. */
export type JobState =
  | 'NotStarted'
  | 'Queued'
  | 'Preparing'
  | 'Running'
  | 'Finalizing'
  | 'CancelRequested'
  | 'Completed'
  | 'Failed'
  | 'Canceled'

/** What is kept about a job, in one file: what was asked for, how far it is, and what must still be told. */
export interface JobRecord {
  readonly name: string
  /** As it was put, for comparing with a second PUT. */
  readonly properties: JobBody
  readonly state: JobState
  /** Why it failed or was ended. */
  readonly reason?: string
  readonly createdAt: string
  readonly startedAt?: string
  readonly endedAt?: string
  /** Counts starts of its program: after the service was killed a job starts anew. */
  readonly attempt: number
  /** Of this attempt: who watches the program, and the program. */
  readonly processes: readonly ProcessIdentity[]
  /** Known as soon as the program has ended; what it wrote may still be on its way to the datastore. */
  readonly outcome?: ProgramOutcome
  /** Not yet taken by the receiver. */
  readonly events: readonly RunEvent[]
}

const ended: readonly JobState[] = ['Completed', 'Failed', 'Canceled']

export function hasEnded({ state }: Pick<JobRecord, 'state'>): boolean {
  return ended.includes(state)
}
