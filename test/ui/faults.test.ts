import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { faults } from '../../shared/domain/faults.ts'
import { de } from '../../ui/text/de.ts'
import { en } from '../../ui/text/en.ts'

/** What the pages themselves can run into: an answer without a code, and none at all. */
const ownCodes = ['internal', 'no-answer']

describe('what the API can answer with', () => {
  it('has words in every language of the pages', () => {
    const codes = [...Object.keys(faults), ...ownCodes].sort()
    assert.deepEqual(Object.keys(en.faults).sort(), codes)
    assert.deepEqual(Object.keys(de.faults).sort(), codes)
  })
})
