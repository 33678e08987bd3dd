import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slugOf } from '../../../ui/forms/slug.ts'

test('a name suggests an id that the API takes', () => {
  assert.equal(slugOf('Tor 3 (süd)'), 'tor-3-sued')
  assert.equal(slugOf('  Größe / Élan '), 'groesse-elan')
  assert.equal(slugOf('-'.repeat(3)), '')
  assert.equal(slugOf(`${'x'.repeat(62)} y`), 'x'.repeat(62))
})
