import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** One HTTP request as both ways to the handler need it: everything still as it came, nothing parsed. */
export interface HttpInput {
  readonly method: string
  /** Absolute, not normalised. */
  readonly url: string
  readonly queryText: string
  readonly headers: IncomingHttpHeaders
  readonly params: Record<string, string>
  /** Undefined when the request has none. */
  readonly body: Buffer | undefined
}

/** A repeated query key is one value `1,2`, as Azure's host sends it; the name is that of the first, whatever its case. */
export function parseQuery(text: string): Record<string, string> {
  const query: Record<string, string> = {}
  if (text === '') return query
  const names = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    const known = names.get(name.toLowerCase())
    if (known === undefined) {
      names.set(name.toLowerCase(), name)
      query[name] = value
    } else {
      query[known] += `,${value}`
    }
  }
  return query
}

export function headerRecord(headers: IncomingHttpHeaders): Record<string, string> {
  const record: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) record[name] = typeof value === 'string' ? value : value.join(',')
  }
  return record
}

/**
 * Reads the body as Azure's host does without streams: only one with a length. A body sent in chunks never reaches
 * the function there, so it does not here.
 */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> | undefined {
  if (!(Number(request.headers['content-length'] ?? 0) > 0)) return undefined
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', reject)
  })
}

/** The whole body as text, whatever its framing: for the host's own addresses. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
