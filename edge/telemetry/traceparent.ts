import { randomBytes } from 'node:crypto'
import type { Id } from '../../shared/domain/ids.ts'

/**
 * W3C trace context of a message. An incident's id is 32 hex digits, as a trace id must be: so all that is ever done
 * about an incident, here and in the cloud, lies in one trace that can be found by the incident's id.
 */
export function traceparent(incident?: Id): string {
  const trace = incident !== undefined && /^(?!0{32})[0-9a-f]{32}$/.test(incident) ? incident : randomBytes(16).toString('hex')
  return `00-${trace}-${randomBytes(8).toString('hex')}-01`
}
