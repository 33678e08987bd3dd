import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

export interface RtpPacket {
  readonly channel: number
  readonly bytes: Buffer
}

/** A reader written from the specification, for tests: says any request and collects what comes interleaved. */
export async function openRtspClient(url: string) {
  const { port } = new URL(url)
  const socket: Socket = connect(Number(port), '127.0.0.1')
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const answers: Answer[] = []
  const packets: RtpPacket[] = []
  const waiting: (() => void)[] = []
  let pending: Buffer = Buffer.alloc(0)
  let cseq = 0
  let isClosed = false

  const wake = () => {
    for (const go of waiting.splice(0)) go()
  }
  socket.on('data', (data) => {
    pending = Buffer.concat([pending, data])
    pending = pending.subarray(takeAll(pending, answers, packets))
    wake()
  })
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) {
      if (isClosed) throw new Error('the server closed the connection')
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  return {
    packets,
    write: (bytes: Uint8Array | string) => socket.write(bytes),
    async ask(method: string, target = url, headers: Record<string, string> = {}): Promise<Answer> {
      const count = answers.length
      const lines = Object.entries({ CSeq: String(++cseq), ...headers }).map(([name, value]) => `${name}: ${value}`)
      socket.write(`${method} ${target} RTSP/1.0\r\n${lines.join('\r\n')}\r\n\r\n`)
      await until(() => answers.length > count)
      return answers[count]!
    },
    until,
    closed: () => new Promise<void>((resolve) => (isClosed ? resolve() : socket.once('close', () => resolve()))),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.destroy(),
  }
}

function takeAll(bytes: Buffer, answers: Answer[], packets: RtpPacket[]): number {
  let at = 0
  for (;;) {
    const size = bytes[at] === 0x24 ? takePacket(bytes, at, packets) : takeAnswer(bytes, at, answers)
    if (size === 0) return at
    at += size
  }
}

function takePacket(bytes: Buffer, at: number, packets: RtpPacket[]): number {
  if (bytes.length < at + 4) return 0
  const size = bytes.readUInt16BE(at + 2)
  if (bytes.length < at + 4 + size) return 0
  packets.push({ channel: bytes[at + 1]!, bytes: Buffer.from(bytes.subarray(at + 4, at + 4 + size)) })
  return 4 + size
}

function takeAnswer(bytes: Buffer, at: number, answers: Answer[]): number {
  const end = bytes.indexOf('\r\n\r\n', at)
  if (end === -1) return 0
  const [first, ...lines] = bytes.toString('latin1', at, end).split('\r\n')
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
  const length = Number(headers.get('content-length') ?? 0)
  if (bytes.length < end + 4 + length) return 0
  answers.push({ status: Number(first!.split(' ')[1]), headers, body: bytes.toString('latin1', end + 4, end + 4 + length) })
  return end + 4 + length - at
}

/** Puts the NAL units of RTP packets (RFC 6184: single units and FU-A) together again, grouped by timestamp. */
export function depacketize(packets: readonly Buffer[]): { timestamp: number; nals: Buffer[] }[] {
  const frames: { timestamp: number; nals: Buffer[] }[] = []
  for (const packet of packets) {
    const timestamp = packet.readUInt32BE(4)
    if (frames.at(-1)?.timestamp !== timestamp) frames.push({ timestamp, nals: [] })
    const { nals } = frames.at(-1)!
    const payload = packet.subarray(12)
    if ((payload[0]! & 0x1f) !== 28) nals.push(payload)
    else if ((payload[1]! & 0x80) !== 0)
      nals.push(Buffer.concat([Buffer.from([(payload[0]! & 0xe0) | (payload[1]! & 0x1f)]), payload.subarray(2)]))
    else nals[nals.length - 1] = Buffer.concat([nals.at(-1)!, payload.subarray(2)])
  }
  return frames
}
