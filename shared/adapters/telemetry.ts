import type { TokenCredential } from '@azure/identity'
import type { Telemetry } from '../ports.ts'

/** Where telemetry goes. */
export type TelemetryTarget =
  | { readonly kind: 'otlp'; readonly url: string; readonly headers: Record<string, string> }
  /** The connection string holds no secret when the credential is asked for a token. */
  | { readonly kind: 'application-insights'; readonly connectionString: string; readonly credential: TokenCredential }

/**
 * Where nobody listens, nothing is kept. Where somebody does, OpenTelemetry is loaded beside the first events and not
 * before them: an alert must not wait for half a second of modules.
 */
export function createTelemetry(targets: readonly TelemetryTarget[]): Telemetry {
  if (targets.length === 0) return { span() {}, count() {}, measure() {}, state() {}, flush: async () => {} }
  let loading: Promise<Telemetry> | undefined
  const loaded = () => {
    loading ??= import('./open-telemetry.ts').then(({ openTelemetry }) => openTelemetry(targets))
    return loading
  }
  const tell = (say: (telemetry: Telemetry) => void) => void loaded().then(say)
  return {
    span: (span) => tell((telemetry) => telemetry.span(span)),
    count: (...event) => tell((telemetry) => telemetry.count(...event)),
    measure: (...event) => tell((telemetry) => telemetry.measure(...event)),
    state: (...event) => tell((telemetry) => telemetry.state(...event)),
    flush: async () => (await loading)?.flush(),
  }
}
