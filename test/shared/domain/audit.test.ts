import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type AuditEntry, chainEntry, findBreak } from '../../../shared/domain/audit.ts'

const fact = (n: number) => ({
  at: '2026-01-01T00:00:00.000Z',
  who: 'system',
  action: 'verdict-given',
  subject: `incident/${n}`,
  detail: { n },
})

function chain(length: number): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let n = 1; n <= length; n++) entries.push(chainEntry('plant', fact(n), entries.at(-1)))
  return entries
}

describe('the audit chain', () => {
  it('holds as it was written, in whole and in part', () => {
    const entries = chain(20)
    assert.equal(findBreak(entries), undefined)
    assert.equal(findBreak(entries.slice(10), entries[9]), undefined)
  })

  it('holds whatever order the store gives the properties in', () => {
    const [first] = chain(1)
    assert.equal(findBreak([Object.fromEntries(Object.entries(first!).reverse()) as unknown as AuditEntry]), undefined)
  })

  for (const [what, tamper] of Object.entries<(entries: AuditEntry[]) => unknown>({
    'an entry that was changed': (entries) => entries.splice(4, 1, { ...entries[4]!, who: 'nobody' }),
    'an entry that is missing': (entries) => entries.splice(4, 1),
    'an entry put in between': (entries) => entries.splice(4, 0, chainEntry('plant', fact(99), entries[3])),
    'two entries that changed places': (entries) => entries.splice(4, 2, entries[5]!, entries[4]!),
    'an entry that was changed and hashed anew': (entries) => entries.splice(4, 1, chainEntry('plant', fact(99), entries[3])),
  }))
    it(`shows ${what}`, () => {
      const entries = chain(10)
      tamper(entries)
      assert.ok((findBreak(entries) ?? 99) <= 6)
    })
})
