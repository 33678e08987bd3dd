import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Outbox } from '../outbox.ts'
import { renderMessage } from './render-message.ts'

/** Server-sent events: each new message, ready to be put on the page. */
export function streamOutbox(request: IncomingMessage, response: ServerResponse, outbox: Outbox): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': watching\n\n')
  const stop = outbox.watch((message) => response.write(`data: ${JSON.stringify({ id: message.id, html: renderMessage(message) })}\n\n`))
  request.once('close', stop)
}
