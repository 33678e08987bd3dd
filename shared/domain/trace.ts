import { randomBytes } from 'node:crypto'
import type { Id } from './ids.ts'

/**
 * A piece of work with its times, as OpenTelemetry knows it (https://opentelemetry.io/docs/specs/otel/trace/api/).
 * Holds no personal data: no names, numbers, addresses.
 */
export interface Span {
  /** 32 hex digits. */
  readonly trace: string
  /** 16 hex digits. */
  readonly id: string
  readonly parent: string | undefined
  /** Of few different values: what varies belongs into the attributes. */
  readonly name: string
  /** `service.name` of whoever did the work. */
  readonly service: Service
  readonly kind: SpanKind
  readonly startedAt: Date
  readonly endedAt: Date
  readonly attributes: Attributes
  /** Set if the work failed. */
  readonly error?: string
}

export type Service = 'sightloop-edge' | 'sightloop-functions' | 'iot-hub'
export type SpanKind = 'internal' | 'client' | 'producer' | 'consumer'
export type Attributes = Readonly<Record<string, string | number | boolean>>

/** Where in a trace something happens. */
export interface SpanContext {
  readonly trace: string
  readonly id: string
}

/**
 * The trace of an incident, and in it the span that all others hang on. An incident's id is 32 hex digits, as a trace
 * id must be: so all that is ever done about an incident, on the device and in the cloud, lies in one trace that can be
 * found by the incident's id, and nobody has to hand the context on.
 *
 * @returns undefined for an id of another form, which no module of ours makes
 */
export function incidentTrace(incident: Id): SpanContext | undefined {
  return isTraceId(incident) && !/^0+$/.test(incident.slice(16)) ? { trace: incident, id: incident.slice(16) } : undefined
}

/** A context of its own, for what belongs to no incident. */
export function newTrace(): SpanContext {
  return { trace: randomBytes(16).toString('hex'), id: newSpanId() }
}

export function newSpanId(): string {
  return randomBytes(8).toString('hex')
}

/** Version 00, sampled (https://www.w3.org/TR/trace-context/#traceparent-header). */
export function traceparentOf({ trace, id }: SpanContext): string {
  return `00-${trace}-${id}-01`
}

function isTraceId(text: string): boolean {
  return /^(?!0{32})[0-9a-f]{32}$/.test(text)
}
