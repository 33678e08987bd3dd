import { createServer, type Socket } from 'node:net'
import { nalType, nalTypes } from './annex-b.ts'
import { createRtspSession, type RtspSession, type TimedUnit } from './rtsp-session.ts'

export interface RtspServer {
  readonly url: string
  readonly readers: number
  send(unit: TimedUnit): void
  close(): Promise<void>
}

/** Serves one H.264 stream to any number of readers on loopback. Rejects with the system's error (EADDRINUSE …). */
export function startRtspServer(options: {
  readonly port: number
  readonly path: string
  readonly disturb?: (body: string) => string | undefined
}): Promise<RtspServer> {
  const { path, disturb } = options
  const sessions = new Map<Socket, RtspSession>()
  let parameterSets: { readonly sps: Buffer; readonly pps: Buffer } | undefined

  const server = createServer({ noDelay: true }, (socket) => {
    const sdp = () => parameterSets && describe(parameterSets.sps, parameterSets.pps)
    sessions.set(socket, createRtspSession(socket, { path, sdp, ...(disturb && { disturb }) }))
    // A reader that goes away without a word is no error of ours.
    socket.on('error', () => {})
    socket.on('close', () => sessions.delete(socket))
  })
  const send = (unit: TimedUnit) => {
    const sps = unit.nals.find((nal) => nalType(nal) === nalTypes.sps)
    const pps = unit.nals.find((nal) => nalType(nal) === nalTypes.pps)
    if (sps !== undefined && pps !== undefined) parameterSets = { sps, pps }
    for (const session of sessions.values()) session.send(unit)
  }
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sessions.keys()) socket.destroy()
    })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : options.port
      resolve({
        url: `rtsp://127.0.0.1:${port}${path}`,
        get readers() {
          return sessions.size
        },
        send,
        close,
      })
    })
  })
}

/** A session description (RFC 8866) with the decoder's parameter sets, so that a reader knows the size before the first picture. */
function describe(sps: Buffer, pps: Buffer): string {
  const profileLevel = sps.subarray(1, 4).toString('hex').toUpperCase()
  const sets = `${sps.toString('base64')},${pps.toString('base64')}`
  return [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=Bottling line',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'm=video 0 RTP/AVP 96',
    'a=rtpmap:96 H264/90000',
    `a=fmtp:96 packetization-mode=1;profile-level-id=${profileLevel};sprop-parameter-sets=${sets}`,
    'a=control:trackID=0',
    '',
  ].join('\r\n')
}
