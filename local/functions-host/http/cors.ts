import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CorsSettings } from '../app/local-settings.ts'

/**
 * Adds the headers that a browser of another origin needs.
 *
 * @returns true when the request was a preflight and is answered.
 */
export function answerCors(request: IncomingMessage, response: ServerResponse, cors: CorsSettings): boolean {
  const { origin } = request.headers
  if (origin === undefined || cors.origins.length === 0) return false
  const isAny = cors.origins.includes('*')
  if (!isAny && !cors.origins.includes(origin)) return false
  response.setHeader('access-control-allow-origin', isAny && !cors.allowsCredentials ? '*' : origin)
  if (!isAny || cors.allowsCredentials) response.setHeader('vary', 'Origin')
  if (cors.allowsCredentials) response.setHeader('access-control-allow-credentials', 'true')
  const method = request.headers['access-control-request-method']
  if (request.method !== 'OPTIONS' || method === undefined) return false
  response.setHeader('access-control-allow-methods', method)
  const headers = request.headers['access-control-request-headers']
  if (headers !== undefined) response.setHeader('access-control-allow-headers', headers)
  response.writeHead(204).end()
  return true
}
