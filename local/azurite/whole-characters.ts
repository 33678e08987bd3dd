// Loaded into Azurite before its own code (`node --import`). It joins the chunks of a table request as texts of their own, so
// that a character whose bytes come in two chunks is lost; Azure's service has no such fault. Texts from the start prevent it.
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage }
  const isTableRow = 'dataserviceversion' in request.headers && request.headers['content-type']?.startsWith('application/json')
  if (isTableRow) request.setEncoding('utf8')
})
