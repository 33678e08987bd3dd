import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RtspServer, startRtspServer } from '../../../local/line/rtsp-server.ts'
import type { TimedUnit } from '../../../local/line/rtsp-session.ts'
import { depacketize, openRtspClient } from './rtsp-client.ts'

const tcp = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' }
const sps = Buffer.from([0x67, 0x64, 0x00, 0x16, 0xac])
const pps = Buffer.from([0x68, 0xeb, 0xe3])

function unit(frame: number, isKeyFrame: boolean, bytes = 3000): TimedUnit {
  const slice = Buffer.alloc(bytes, frame % 250)
  slice[0] = isKeyFrame ? 0x65 : 0x41
  return { nals: isKeyFrame ? [sps, pps, slice] : [slice], isKeyFrame, seconds: frame / 15, wallClockMs: 1_700_000_000_000 + frame * 100 }
}

async function withServer(use: (server: RtspServer) => Promise<void>): Promise<void> {
  const server = await startRtspServer({ port: 0, path: '/line' })
  try {
    await use(server)
  } finally {
    await server.close()
  }
}

test('a reader that starts between key frames begins with the next one and gets every frame unchanged', () =>
  withServer(async (server) => {
    server.send(unit(0, true))
    const client = await openRtspClient(server.url)
    const description = await client.ask('DESCRIBE')
    assert.match(description.body, /sprop-parameter-sets=Z2QAFqw=,aOvj\r\n/)
    assert.match(description.body, /packetization-mode=1;profile-level-id=640016/)
    const setup = await client.ask('SETUP', `${server.url}/trackID=0`, tcp)
    assert.match(setup.headers.get('transport')!, /interleaved=0-1/)
    const Session = setup.headers.get('session')!.split(';')[0]!
    assert.equal((await client.ask('PLAY', server.url, { Session })).status, 200)
    const sent = [unit(1, false), unit(2, true), unit(3, false), unit(4, false, 200)]
    for (const one of sent) server.send(one)
    await client.until(() => client.packets.filter((packet) => packet.channel === 0 && (packet.bytes[1]! & 0x80) !== 0).length === 3)
    const rtp = client.packets.filter((packet) => packet.channel === 0).map((packet) => packet.bytes)
    assert.ok(rtp.every((packet) => packet.length <= 1412))
    const frames = depacketize(rtp)
    assert.deepEqual(
      frames.map((frame) => frame.nals),
      sent.slice(1).map((one) => one.nals),
    )
    assert.equal((frames[1]!.timestamp - frames[0]!.timestamp + 2 ** 32) % 2 ** 32, 6000)
    const sequences = rtp.map((packet) => packet.readUInt16BE(2))
    assert.ok(sequences.every((number, i) => i === 0 || number === ((sequences[i - 1]! + 1) & 0xffff)))
    const report = client.packets.find((packet) => packet.channel === 1)!.bytes
    assert.equal(report[1], 200)
    assert.equal(report.readUInt32BE(16), frames[0]!.timestamp)
    assert.equal(report.readUInt32BE(8) - 2_208_988_800, 1_700_000_000)
    client.close()
  }))

test('UDP is refused with 461, so that a reader tries TCP next', () =>
  withServer(async (server) => {
    server.send(unit(0, true))
    const client = await openRtspClient(server.url)
    assert.equal((await client.ask('SETUP', `${server.url}/trackID=0`, { Transport: 'RTP/AVP;unicast;client_port=5000-5001' })).status, 461)
    assert.equal((await client.ask('SETUP', `${server.url}/trackID=0`, tcp)).status, 200)
    client.close()
  }))

test('requests out of order, for another path or for another session are refused by their own status', () =>
  withServer(async (server) => {
    const client = await openRtspClient(server.url)
    assert.equal((await client.ask('DESCRIBE')).status, 503)
    server.send(unit(0, true))
    assert.equal((await client.ask('DESCRIBE', server.url.replace('/line', '/other'))).status, 404)
    assert.equal((await client.ask('PLAY')).status, 455)
    assert.equal((await client.ask('SETUP', `${server.url}/trackID=0`, tcp)).status, 200)
    assert.equal((await client.ask('PLAY', server.url, { Session: 'someone-elses' })).status, 454)
    assert.equal((await client.ask('RECORD')).status, 501)
    assert.match((await client.ask('OPTIONS')).headers.get('public')!, /DESCRIBE, SETUP, PLAY/)
    assert.equal((await client.ask('TEARDOWN')).status, 200)
    await client.closed()
  }))

test('a connection that does not speak RTSP is closed and the others go on', () =>
  withServer(async (server) => {
    server.send(unit(0, true))
    const [client, stranger] = await Promise.all([openRtspClient(server.url), openRtspClient(server.url)])
    stranger.write('GET / HTTP/1.1\r\nHost: line\r\n\r\n')
    await stranger.closed()
    assert.equal((await client.ask('DESCRIBE')).status, 200)
    client.close()
  }))

test("a reader's own reports between requests are not taken for requests", () =>
  withServer(async (server) => {
    server.send(unit(0, true))
    const client = await openRtspClient(server.url)
    client.write(Buffer.from([0x24, 1, 0, 4, 0x80, 0xc9, 0, 1]))
    assert.equal((await client.ask('GET_PARAMETER')).status, 200)
    client.close()
  }))

test('a reader that does not keep up loses frames up to a key frame, and only that reader', () =>
  withServer(async (server) => {
    server.send(unit(0, true))
    const clients = await Promise.all([openRtspClient(server.url), openRtspClient(server.url)])
    for (const client of clients) {
      await client.ask('SETUP', `${server.url}/trackID=0`, tcp)
      await client.ask('PLAY')
    }
    const [slow, fast] = clients as [(typeof clients)[0], (typeof clients)[0]]
    slow.pause()
    const lastSlices = (client: typeof slow) =>
      client.packets.filter((packet) => packet.channel === 0 && (packet.bytes[1]! & 0x80) !== 0).map((packet) => packet.bytes)
    const send = async (frame: number) => {
      server.send(unit(frame, frame % 15 === 0, 200_000))
      await fast.until(() => lastSlices(fast).length === frame + 1)
    }
    for (let frame = 0; frame < 120; frame++) await send(frame)
    slow.resume()
    let frames = 120
    const timestamps = () => lastSlices(slow).map((packet) => packet.readUInt32BE(4))
    const numbers = () => timestamps().map((one) => ((one - timestamps()[0]! + 2 ** 32) % 2 ** 32) / 6000)
    while ((numbers().at(-1) ?? 0) < 120) await send(frames++)
    const gaps = numbers().filter((number, i, all) => i > 0 && number !== all[i - 1]! + 1)
    assert.ok(gaps.length > 0)
    for (const afterGap of gaps) assert.equal(afterGap % 15, 0)
    for (const client of clients) client.close()
  }))
