import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createRtspReader, type RtspRequest } from '../../../local/line/rtsp-message.ts'

test('requests come out whole, however they arrive, with binary reports between them', () => {
  const method = fc.constantFrom('OPTIONS', 'DESCRIBE', 'GET_PARAMETER')
  const report = fc.uint8Array({ maxLength: 60 }).map((data) => Buffer.concat([Buffer.from([0x24, 1, 0, data.length]), data]))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(method, report), { maxLength: 6 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
      (parts, sizes) => {
        const stream = Buffer.concat(
          parts.flatMap(([name, data], i) => [Buffer.from(`${name} rtsp://h/line RTSP/1.0\r\nCSeq: ${i}\r\n\r\n`), data]),
        )
        const seen: RtspRequest[] = []
        const read = createRtspReader((request) => seen.push(request))
        for (let at = 0; at < stream.length; ) {
          const size = sizes.next().value
          assert.equal(read(stream.subarray(at, at + size)), true)
          at += size
        }
        assert.deepEqual(
          seen.map((request) => [request.method, request.headers.get('cseq')]),
          parts.map(([name], i) => [name, String(i)]),
        )
      },
    ),
  )
})

test('bytes of any kind end in a request, in waiting or in a refusal, and what never ends is refused', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (chunks) => {
      const read = createRtspReader(() => {})
      for (const chunk of chunks) if (!read(Buffer.from(chunk))) return
    }),
  )
  const read = createRtspReader(() => {})
  const flood = Buffer.alloc(5000, 'A')
  assert.deepEqual(
    [1, 2, 3, 4].map(() => read(flood)),
    [true, true, true, false],
  )
  assert.equal(createRtspReader(() => {})(Buffer.from('OPTIONS * RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n')), false)
})
