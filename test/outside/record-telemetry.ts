import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openTelemetry } from '../../shared/adapters/open-telemetry.ts'
import { arrivalSpans } from '../../shared/domain/arrival-spans.ts'
import { incidentMessage } from '../harness/sample-messages.ts'

/** Writes down what goes over the wire to a collector: the bodies of the calls, one file a signal. */
export async function recordTelemetry(folder: string) {
  const files: Record<string, string> = {}
  const server = createServer(async (request, response) => {
    const name = String(request.url).split('/').at(-1)!
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    files[name] = join(folder, `otlp-${name}.json`)
    writeFileSync(files[name], Buffer.concat(chunks))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const telemetry = openTelemetry([{ kind: 'otlp', url, headers: {} }])
  const message = incidentMessage({ seq: 1, seconds: 2 }, { start: 0 })
  const device = { id: 'edge-1', site: 'plant-1', name: 'edge-1' }
  const event = { type: 'incident', message, device, enqueuedAt: message.at, sentAt: message.at, traceparent: undefined } as const
  const taken = new Date(message.at)
  for (const span of arrivalSpans(event, { from: taken, to: taken })) telemetry.span(span)
  telemetry.count('sightloop.ingest.events', 3, { type: 'incident', outcome: 'stored' })
  telemetry.measure('sightloop.alert.delay', 1.5, { channel: 'sms', severity: 'critical' })
  await telemetry.flush()
  server.close()
  server.closeAllConnections()
  return { ...files, incident: message.incident }
}
