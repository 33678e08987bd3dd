import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type AuditEntry, chainEntry, findBreak as findBreakOfServer } from '../../../shared/domain/audit.ts'
import { findBreak } from '../../../ui/screens/archive/audit/verify-chain.ts'

const detail = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()))
const facts = fc.array(
  fc.record({ at: fc.constant('2026-11-20T08:00:00.000Z'), who: fc.string(), action: fc.string(), subject: fc.string(), detail }),
  {
    minLength: 1,
    maxLength: 12,
  },
)

/** As it comes over the wire. */
function chainOf(facts: readonly Parameters<typeof chainEntry>[1][]): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (const fact of facts) entries.push(chainEntry('plant-1', fact, entries.at(-1)))
  return JSON.parse(JSON.stringify(entries))
}

describe('the chain as the browser checks it', () => {
  it('holds where the server says so, whole and from the middle on', async () => {
    await fc.assert(
      fc.asyncProperty(facts, fc.nat(), async (given, start) => {
        const entries = chainOf(given)
        assert.equal(await findBreak(entries, undefined), undefined)
        const first = start % entries.length
        assert.equal(await findBreak(entries.slice(first), entries[first - 1]), undefined)
      }),
    )
  })

  it('breaks at the place where the server finds it, whatever was changed, taken out or moved', async () => {
    await fc.assert(
      fc.asyncProperty(facts, fc.nat(), fc.constantFrom('change', 'remove', 'swap'), async (given, place, how) => {
        const entries = chainOf(given)
        const index = place % entries.length
        fc.pre(how === 'change' || index < entries.length - 1)
        if (how === 'change') entries[index] = { ...entries[index]!, who: `${entries[index]!.who}!` }
        if (how === 'remove') entries.splice(index, 1)
        if (how === 'swap') entries.splice(index, 2, entries[index + 1]!, entries[index]!)
        const found = await findBreak(entries, undefined)
        assert.notEqual(found, undefined)
        assert.equal(found, findBreakOfServer(entries))
      }),
    )
  })
})
