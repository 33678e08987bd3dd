// The numbers of DurableTask's history events, as they go over the wire to the library `durable-functions`.
export const eventType = {
  executionStarted: 0,
  executionCompleted: 1,
  executionTerminated: 3,
  taskScheduled: 4,
  taskCompleted: 5,
  taskFailed: 6,
  subOrchestrationCreated: 7,
  subOrchestrationCompleted: 8,
  subOrchestrationFailed: 9,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
  orchestratorCompleted: 13,
  eventSent: 14,
  eventRaised: 15,
  genericEvent: 17,
  executionSuspended: 19,
  executionResumed: 20,
} as const

export type EventType = (typeof eventType)[keyof typeof eventType]

export interface HistoryEvent {
  readonly EventType: EventType
  /** The sequence number of what was asked for; -1 for everything that arrives. */
  readonly EventId: number
  readonly IsPlayed: boolean
  /** ISO; a message that has not been taken in yet has none. */
  readonly Timestamp?: string
  readonly Name?: string
  readonly TaskScheduledId?: number
  readonly TimerId?: number
  readonly Result?: string
  readonly Input?: string
  readonly Reason?: string
  readonly [field: string]: unknown
}

/** What the library makes a `TaskFailedError` of. */
export interface FailureDetails {
  readonly ErrorType: string
  readonly ErrorMessage: string
  readonly StackTrace?: string | undefined
  readonly IsNonRetriable?: boolean | undefined
  readonly Properties?: Record<string, unknown> | undefined
  readonly InnerFailure?: FailureDetails | undefined
}

export function arrived(EventType: EventType, fields: Record<string, unknown>): HistoryEvent {
  return { EventType, EventId: -1, IsPlayed: false, ...fields }
}

export function scheduled(EventType: EventType, EventId: number, fields: Record<string, unknown>): HistoryEvent {
  return { EventType, EventId, IsPlayed: false, ...fields }
}

/** The sequence number that an arriving result belongs to; undefined for events that have none. */
export function answeredId(event: HistoryEvent): number | undefined {
  return event.EventType === eventType.timerFired ? event.TimerId : event.TaskScheduledId
}
