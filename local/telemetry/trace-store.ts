/** A span as OTLP's JSON has it (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding), as far as it is shown. */
export interface ReceivedSpan {
  readonly trace: string
  readonly id: string
  readonly parent: string | undefined
  readonly name: string
  readonly service: string
  /** Milliseconds since 1970. */
  readonly start: number
  readonly end: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly error: string | undefined
}

export interface ReceivedPoint {
  readonly metric: string
  readonly unit: string
  readonly attributes: Readonly<Record<string, unknown>>
  /** Of a distribution: how many values, and what they add up to. */
  readonly count?: number
  readonly value: number
}

export interface TraceStore {
  addSpans(body: unknown): void
  addMetrics(body: unknown): void
  /** The newest first. */
  traces(): readonly (readonly ReceivedSpan[])[]
  /** In the order of their starts; empty for a trace that is not there. */
  trace(id: string): readonly ReceivedSpan[]
  metrics(): readonly ReceivedPoint[]
}

/** Keeps the newest traces in memory and the last value of each metric. */
export function createTraceStore(maxTraces = 500): TraceStore {
  const traces = new Map<string, Map<string, ReceivedSpan>>()
  const points = new Map<string, ReceivedPoint>()

  function addSpan(span: ReceivedSpan): void {
    const spans = traces.get(span.trace) ?? new Map<string, ReceivedSpan>()
    spans.set(span.id, span)
    // Whatever was added to last is the newest.
    traces.delete(span.trace)
    traces.set(span.trace, spans)
    for (const oldest of traces.keys()) {
      if (traces.size <= maxTraces) break
      traces.delete(oldest)
    }
  }

  const trace = (id: string) => [...(traces.get(id)?.values() ?? [])].toSorted((one, other) => one.start - other.start)
  return {
    addSpans(body) {
      for (const { resource, scopeSpans } of list(body, 'resourceSpans')) {
        const service = String(attributesOf(resource)['service.name'] ?? '')
        for (const { spans } of list({ scopeSpans }, 'scopeSpans'))
          for (const one of list({ spans }, 'spans')) addSpan(spanOf(one, service))
      }
    },
    addMetrics(body) {
      for (const { scopeMetrics } of list(body, 'resourceMetrics')) {
        for (const { metrics } of list({ scopeMetrics }, 'scopeMetrics')) {
          for (const point of list({ metrics }, 'metrics').flatMap(pointsOf)) {
            points.set(`${point.metric} ${JSON.stringify(point.attributes)}`, point)
          }
        }
      }
    },
    traces: () => [...traces.keys()].toReversed().map(trace),
    trace,
    metrics: () => [...points.values()].toSorted((one, other) => one.metric.localeCompare(other.metric)),
  }
}

type Json = Readonly<Record<string, unknown>>

function spanOf(json: Json, service: string): ReceivedSpan {
  const { message } = (json['status'] ?? {}) as { message?: string }
  const parent = String(json['parentSpanId'] ?? '')
  return {
    ...{ trace: String(json['traceId']), id: String(json['spanId']), parent: parent === '' ? undefined : parent },
    ...{ name: String(json['name']), service, error: message },
    start: Number(json['startTimeUnixNano']) / 1e6,
    end: Number(json['endTimeUnixNano']) / 1e6,
    attributes: attributesOf(json),
  }
}

function pointsOf(json: Json): ReceivedPoint[] {
  const { dataPoints } = (json['sum'] ?? json['gauge'] ?? json['histogram'] ?? {}) as Json
  return list({ dataPoints }, 'dataPoints').map((point) => ({
    ...{ metric: String(json['name']), unit: String(json['unit'] ?? ''), attributes: attributesOf(point) },
    ...(point['count'] !== undefined && { count: Number(point['count']) }),
    value: Number(point['asDouble'] ?? point['asInt'] ?? point['sum'] ?? 0),
  }))
}

function attributesOf(json: unknown): Record<string, unknown> {
  return Object.fromEntries(list(json, 'attributes').map(({ key, value }) => [String(key), Object.values((value ?? {}) as Json)[0]]))
}

function list(json: unknown, name: string): readonly Json[] {
  const found = ((json ?? {}) as Json)[name]
  return Array.isArray(found) ? found : []
}
