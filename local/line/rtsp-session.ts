import { randomBytes, randomInt } from 'node:crypto'
import type { Socket } from 'node:net'
import type { AccessUnit } from './annex-b.ts'
import { createRtpSender, rtpClockHz } from './rtp.ts'
import { createRtspReader, formatResponse, type RtspRequest } from './rtsp-message.ts'

/** What a server tells its sessions about the stream. */
export interface StreamInfo {
  readonly path: string
  /** The session description, or undefined before the first frame. */
  sdp(): string | undefined
  /** Takes what befalls the line from now on, as JSON. Answers what is wrong with it, or undefined. */
  disturb?(body: string): string | undefined
}

export interface TimedUnit extends AccessUnit {
  /** Since the start of the stream. */
  readonly seconds: number
  readonly wallClockMs: number
}

export interface RtspSession {
  send(unit: TimedUnit): void
}

// What may wait in a slow reader's socket before frames are left out up to the next key frame.
const mostBytesWaiting = 2_000_000
const reportEverySeconds = 5

/** One reader on one connection: RTSP 1.0 (RFC 2326) with RTP interleaved in the same TCP connection. */
export function createRtspSession(socket: Socket, stream: StreamInfo): RtspSession {
  const id = randomBytes(8).toString('hex')
  // A random start makes readers that count from 0 fail here rather than at a real camera.
  const timestampStart = randomInt(2 ** 32)
  const sender = createRtpSender(randomInt(2 ** 32), randomInt(2 ** 16))
  let channel: number | undefined
  let isPlaying = false
  let awaitsKeyFrame = true
  let reportedAt = Number.NEGATIVE_INFINITY

  const answer = (request: RtspRequest, status: number, headers: Record<string, string> = {}, body = '') =>
    socket.write(formatResponse(status, request, headers, body))
  const interleave = (channelNumber: number, packet: Buffer) => {
    const frame = Buffer.from([0x24, channelNumber, 0, 0])
    frame.writeUInt16BE(packet.length, 2)
    socket.write(frame)
    socket.write(packet)
  }
  const setUp = (request: RtspRequest) => {
    const wanted = (request.headers.get('transport') ?? '').split(',').find((one) => /^\s*RTP\/AVP\/TCP/i.test(one))
    if (wanted === undefined) return answer(request, 461)
    if (isPlaying) return answer(request, 455)
    channel = Number(/interleaved=(\d{1,2})-/.exec(wanted)?.[1] ?? 0)
    const transport = `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`
    return answer(request, 200, { Transport: transport, Session: `${id};timeout=60` })
  }
  const play = (request: RtspRequest) => {
    if (channel === undefined) return answer(request, 455)
    isPlaying = true
    return answer(request, 200, { Session: id, Range: 'npt=now-', 'RTP-Info': `url=${request.url};seq=${sender.nextSequence}` })
  }
  const onRequest = (request: RtspRequest) => {
    const session = request.headers.get('session')
    if (session !== undefined && session.split(';')[0] !== id) return answer(request, 454)
    switch (request.method) {
      case 'OPTIONS':
        return answer(request, 200, { Public: 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER' })
      case 'DESCRIBE': {
        if (!isOurs(request.url)) return answer(request, 404)
        const sdp = stream.sdp()
        if (sdp === undefined) return answer(request, 503)
        return answer(request, 200, { 'Content-Type': 'application/sdp', 'Content-Base': `${request.url.replace(/\/$/, '')}/` }, sdp)
      }
      case 'SETUP':
        return isOurs(request.url) ? setUp(request) : answer(request, 404)
      case 'PLAY':
        return play(request)
      case 'PAUSE':
        isPlaying = false
        awaitsKeyFrame = true
        return answer(request, 200, { Session: id })
      case 'GET_PARAMETER':
        return answer(request, 200, { Session: id })
      case 'SET_PARAMETER': {
        if (!isOurs(request.url)) return answer(request, 404)
        const problem = stream.disturb?.(request.body) ?? (stream.disturb === undefined ? 'There is nothing to set.' : undefined)
        return problem === undefined ? answer(request, 200) : answer(request, 451, { 'Content-Type': 'text/plain' }, problem)
      }
      case 'TEARDOWN':
        isPlaying = false
        answer(request, 200)
        return socket.end()
      default:
        return answer(request, 501)
    }
  }
  const isOurs = (url: string) => {
    const path = URL.parse(url)?.pathname
    return path === stream.path || path?.startsWith(`${stream.path}/`) === true
  }
  const read = createRtspReader(onRequest)
  socket.on('data', (bytes) => {
    if (!read(bytes)) socket.destroy()
  })
  const send = (unit: TimedUnit) => {
    if (!isPlaying || channel === undefined) return
    if (socket.writableLength > mostBytesWaiting) awaitsKeyFrame = true
    if (awaitsKeyFrame && (!unit.isKeyFrame || socket.writableLength > 0)) return
    awaitsKeyFrame = false
    const timestamp = (timestampStart + Math.round(unit.seconds * rtpClockHz)) % 2 ** 32
    socket.cork()
    if (unit.seconds - reportedAt >= reportEverySeconds) {
      reportedAt = unit.seconds
      interleave(channel + 1, sender.report(timestamp, unit.wallClockMs))
    }
    for (const packet of sender.packetize(unit, timestamp)) interleave(channel, packet)
    socket.uncork()
  }
  return { send }
}
