import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 as crc32OfNode } from 'node:zlib'
import fc from 'fast-check'
import { crc32, crc32InJavaScript } from '../../../edge/outbox/crc32.ts'

test('the check of records is the CRC-32 that everybody has, on a Node without one, too', () => {
  // The check value of the catalogue of CRCs: https://reveng.sourceforge.io/crc-catalogue/
  assert.equal(crc32InJavaScript(Buffer.from('123456789')), 0xcbf43926)
  assert.equal(crc32, crc32OfNode)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => crc32InJavaScript(bytes) === crc32OfNode(bytes)))
})
