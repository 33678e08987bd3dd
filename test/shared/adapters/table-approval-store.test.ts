import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Approval } from '../../../shared/domain/approval.ts'
import type { ApprovalStore } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'

function question(site: string, id: string, more: Partial<Approval> = {}): Approval {
  return {
    ...{ id, site, model: { name: site, version: '1', digest: 'a'.repeat(64) }, evaluation: 'b'.repeat(64), plan: 'c'.repeat(64) },
    ...{ gate: 'better', askedAt: '2026-11-20T08:00:00.000Z', expiresAt: '2026-11-23T08:00:00.000Z' },
    ...{ state: 'waiting', needed: 1, decisions: [], partial: [], ...more },
  }
}

describe('the store of approvals', () => {
  let azurite: RunningAzurite
  let approvals: ApprovalStore
  before(async () => {
    azurite = await startAzurite()
    approvals = (await createTestApp(azurite.connectionString)).approvals
  })
  after(() => azurite.close())

  test('lets one of many write a new question, and of two changes the first', async () => {
    const asked = question('versions', 'ap-1')
    const writes = await Promise.allSettled(Array.from({ length: 8 }, () => approvals.save(asked, undefined)))
    assert.equal(writes.filter(({ status }) => status === 'fulfilled').length, 1)
    const found = (await approvals.find('versions', 'ap-1'))!
    assert.deepEqual(found.value, asked)
    await approvals.save({ ...asked, state: 'approved' }, found.version)
    await assert.rejects(approvals.save({ ...asked, state: 'rejected' }, found.version), { code: 'approval-changed' })
    assert.equal((await approvals.find('versions', 'ap-1'))?.value.state, 'approved')
  })

  test('knows nothing of a question that nobody asked, or of another site', async () => {
    await approvals.save(question('here', 'ap-2'), undefined)
    assert.equal(await approvals.find('there', 'ap-2'), undefined)
    assert.equal(await approvals.find('here', 'ap-3'), undefined)
    await assert.rejects(approvals.save(question('here', 'ap-3'), 'W/"1"'), { code: 'approval-changed' })
  })

  test('finds the one question although it is asked again at another time', async () => {
    await approvals.save(question('again', 'ap-4'), undefined)
    const later = question('again', 'ap-4', { askedAt: '2026-11-21T08:00:00.000Z' })
    await assert.rejects(approvals.save(later, undefined), { code: 'approval-changed' })
    const { items } = await approvals.list({ sites: ['again'], limit: 10 })
    assert.deepEqual(
      items.map(({ askedAt }) => askedAt),
      ['2026-11-20T08:00:00.000Z'],
    )
  })

  test('lists questions of several sites newest first, page by page, each once', async () => {
    for (const day of ['10', '11', '12'])
      for (const site of ['list-a', 'list-b'])
        await approvals.save(question(site, `${site}-${day}`, { askedAt: `2026-11-${day}T08:00:00.000Z` }), undefined)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await approvals.list({ sites: ['list-a', 'list-b'], cursor, limit: 2 })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor !== undefined)
    assert.deepEqual(
      seen,
      ['12', '11', '10'].flatMap((day) => ['list-a', 'list-b'].map((site) => `${site}-${day}`)),
    )
    await assert.rejects(approvals.list({ sites: ['list-a'], cursor: 'x', limit: 2 }), { code: 'input-invalid' })
  })

  test('keeps a question with a thousand partial people and ten long decisions', async () => {
    const partial = Array.from({ length: 1000 }, (_, index) => `${'p'.repeat(50)}-${index}`)
    const decisions = Array.from({ length: 10 }, (_, index) => ({
      ...{ by: `person-${index}`, at: '2026-11-20T09:00:00.000Z', decision: 'approved' as const, reason: 'x'.repeat(2000) },
    }))
    const asked = question('large', 'ap-5', { partial, decisions })
    await approvals.save(asked, undefined)
    assert.deepEqual((await approvals.find('large', 'ap-5'))?.value, asked)
  })
})
