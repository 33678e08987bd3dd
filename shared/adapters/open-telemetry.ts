import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter'
import { type HrTime, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { Service, Span } from '../domain/trace.ts'
import type { Telemetry } from '../ports.ts'
import type { TelemetryTarget } from './telemetry.ts'

const scope = { name: 'sightloop' }
const service: Service = 'sightloop-functions'
// Below a second all is well; above a quarter of an hour an alert is given up.
const secondsBoundaries = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600]

/**
 * Telemetry by OpenTelemetry's exporters: OTLP over HTTP as JSON, Application Insights, or both. Spans are handed over
 * as they are told, with the times and ids that the trace says, for many of them were not measured here.
 */
export function openTelemetry(targets: readonly TelemetryTarget[]): Telemetry {
  const exporters = targets.map(exportersOf)
  const processors = exporters.map(({ spans }) => new BatchSpanProcessor(spans, { scheduledDelayMillis: 2000 }))
  const readers = exporters.map(({ metrics }) => new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 30_000 }))
  const provider = new MeterProvider({ resource: resourceOf(service), readers })
  const meter = provider.getMeter(scope.name)
  const counters = kept((name) => meter.createCounter(name))
  const gauges = kept((name) => meter.createGauge(name))
  const distributions = kept((name) => meter.createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries: secondsBoundaries } }))
  return {
    span(span) {
      const readable = toReadableSpan(span)
      for (const processor of processors) processor.onEnd(readable)
    },
    count: (counter, times, attributes) => counters(counter).add(times, attributes),
    measure: (distribution, value, attributes) => distributions(distribution).record(value, attributes),
    state: (gauge, value, attributes) => gauges(gauge).record(value, attributes),
    async flush() {
      // A backend that is away is no reason to fail whoever ends.
      await Promise.allSettled([...processors.map((processor) => processor.forceFlush()), provider.forceFlush()])
    },
  }
}

function exportersOf(target: TelemetryTarget): { readonly spans: SpanExporter; readonly metrics: PushMetricExporter } {
  if (target.kind === 'application-insights') {
    const { connectionString, credential } = target
    return {
      spans: new AzureMonitorTraceExporter({ connectionString, credential }),
      metrics: new AzureMonitorMetricExporter({ connectionString, credential }),
    }
  }
  const { headers } = target
  const url = target.url.replace(/\/$/, '')
  // With all tries: whoever ends must not wait for a backend that is away.
  const timeoutMillis = 3000
  return {
    spans: new OTLPTraceExporter({ url: `${url}/v1/traces`, headers, timeoutMillis }),
    metrics: new OTLPMetricExporter({ url: `${url}/v1/metrics`, headers, timeoutMillis }),
  }
}

function toReadableSpan(span: Span): ReadableSpan {
  const { trace: traceId, parent, name, attributes, error } = span
  const [startTime, endTime] = [hrTime(span.startedAt.getTime()), hrTime(span.endedAt.getTime())]
  return {
    name,
    kind: kinds[span.kind],
    spanContext: () => ({ traceId, spanId: span.id, traceFlags: TraceFlags.SAMPLED }),
    ...(parent !== undefined && { parentSpanContext: { traceId, spanId: parent, traceFlags: TraceFlags.SAMPLED } }),
    startTime,
    endTime,
    duration: hrTime(span.endedAt.getTime() - span.startedAt.getTime()),
    status: error === undefined ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes: { ...attributes },
    ...{ links: [], events: [], ended: true, droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
    resource: resources(span.service),
    instrumentationScope: scope,
  }
}

const kinds = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER } as const

const resources = kept((name) => resourceOf(name))

function resourceOf(name: string): Resource {
  return resourceFromAttributes({ 'service.name': name, 'service.namespace': 'sightloop' })
}

function hrTime(ms: number): HrTime {
  return [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)]
}

/** The same instrument for the same name. */
function kept<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>()
  return (name) => {
    const one = made.get(name) ?? make(name)
    made.set(name, one)
    return one
  }
}
