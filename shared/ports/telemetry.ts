import type { Attributes, Span } from '../domain/trace.ts'

/** What operators watch the system by. Nothing here waits, fails or changes what the product does. */
export interface Telemetry {
  /** Work that has ended. */
  span(span: Span): void
  /** Something that happened `times` times more. */
  count(counter: Counter, times: number, attributes: Attributes): void
  /** One of many measured values, of which the distribution matters. */
  measure(distribution: Distribution, value: number, attributes: Attributes): void
  /** A value as it is now, until the next one is told. */
  state(gauge: string, value: number, attributes: Attributes): void
  /** Sends what is still kept back; before the process ends. */
  flush(): Promise<void>
}

/** docs/operations.md says what each means. */
export type Counter = 'sightloop.ingest.events' | 'sightloop.alert.attempts'
/** In seconds. */
export type Distribution = 'sightloop.ingest.delay' | 'sightloop.alert.delay'
