export interface RtspRequest {
  readonly method: string
  readonly url: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

const largestHeader = 16_384

/**
 * Takes requests out of what a reader sends. Between them it may send its own RTCP reports, framed by `$`, a channel and a
 * length (RFC 2326, 10.12); they are left out. Answers false for what is not RTSP, and the connection should end.
 */
export function createRtspReader(onRequest: (request: RtspRequest) => void): (bytes: Buffer) => boolean {
  let pending: Buffer = Buffer.alloc(0)
  return (bytes) => {
    pending = Buffer.concat([pending, bytes])
    for (;;) {
      const taken = takeOne(pending, onRequest)
      if (taken === 'bad') return false
      if (taken === 0) return pending.length <= largestHeader
      pending = pending.subarray(taken)
    }
  }
}

type RequestHead = Omit<RtspRequest, 'body'>

function takeOne(bytes: Buffer, onRequest: (request: RtspRequest) => void): number | 'bad' {
  if (bytes.length === 0) return 0
  if (bytes[0] === 0x24) {
    if (bytes.length < 4) return 0
    const size = 4 + bytes.readUInt16BE(2)
    return bytes.length < size ? 0 : size
  }
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return 0
  const request = parse(bytes.toString('latin1', 0, end))
  if (request === undefined) return 'bad'
  const bodyBytes = Number(request.headers.get('content-length') ?? 0)
  if (!Number.isInteger(bodyBytes) || bodyBytes < 0 || bodyBytes > largestHeader) return 'bad'
  const size = end + 4 + bodyBytes
  if (bytes.length < size) return 0
  onRequest({ ...request, body: bytes.toString('utf8', end + 4, size) })
  return size
}

function parse(head: string): RequestHead | undefined {
  const [first, ...lines] = head.split('\r\n')
  const parts = /^([A-Z_]+) (\S+) RTSP\/1\.0$/.exec(first!.trimStart())
  if (parts === null) return undefined
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  return { method: parts[1]!, url: parts[2]!, headers }
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  454: 'Session Not Found',
  451: 'Parameter Not Understood',
  455: 'Method Not Valid in This State',
  461: 'Unsupported Transport',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}

export function formatResponse(status: number, request: RtspRequest, headers: Readonly<Record<string, string>> = {}, body = ''): string {
  const lines = [`RTSP/1.0 ${status} ${reasons[status]}`, `CSeq: ${request.headers.get('cseq') ?? '0'}`, 'Server: Sightloop line']
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
