import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Whether a request may use the endpoint. Without keys everybody who reaches it may: then it listens on loopback alone.
 *
 * @param keys one a line; each program of the plant has its own, so that one can be taken back
 */
export function createKeyCheck(keys: readonly string[]): (request: IncomingMessage) => boolean {
  if (keys.length === 0) return () => true
  const known = keys.map(digest)
  return ({ headers }) => {
    const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
    const given = bearer ?? headers['x-api-key']
    if (typeof given !== 'string') return false
    const claimed = digest(given)
    // All of them, whichever fits: how long it takes tells nothing.
    return known.map((key) => timingSafeEqual(key, claimed)).some(Boolean)
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
