import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const signedHeaders = 'x-ms-date;host;x-ms-content-sha256'

/**
 * Checks a request as the real service does: an HMAC-SHA256 with the access key over the method, the path with
 * query, and the three headers. Answers what is wrong, or undefined.
 */
export function verifySignature(request: IncomingMessage, body: Buffer, accessKey: string): string | undefined {
  const { authorization, host, 'x-ms-date': date, 'x-ms-content-sha256': contentHash } = request.headers
  if (authorization === undefined) return 'The request has no Authorization header.'
  const match = /^HMAC-SHA256 SignedHeaders=([^&]+)&Signature=([A-Za-z0-9+/=]+)$/.exec(authorization)
  if (match === null) return 'The Authorization header must be HMAC-SHA256 with SignedHeaders and Signature.'
  if (match[1]?.toLowerCase() !== signedHeaders) return `SignedHeaders must be ${signedHeaders}.`
  if (Number.isNaN(Date.parse(String(date)))) return 'The header x-ms-date is missing or no date.'
  if (contentHash !== createHash('sha256').update(body).digest('base64')) return 'x-ms-content-sha256 does not fit the body.'
  const text = `${request.method}\n${request.url}\n${date};${host};${contentHash}`
  const expected = createHmac('sha256', Buffer.from(accessKey, 'base64')).update(text).digest()
  const given = Buffer.from(match[2]!, 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'The signature does not fit the request.'
  return undefined
}
