import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { announceApproval } from '../../../shared/operations/announce-approval.ts'
import { requestApproval } from '../../../shared/operations/request-approval.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createMailbox } from '../../harness/mailbox.ts'
import { referenceTo, sampleEvaluation, sampleModel, teachers, teachModel } from '../../harness/sample-model.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

describe('the question about a model', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock()
  const { mails, answers, senders, empty } = createMailbox()
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now, alertSenders: senders })
  })
  after(() => azurite.close())

  async function openSite(site: string): Promise<void> {
    empty()
    // Beyond the hour that the quota of e-mails looks back.
    clock.advance(2 * 3_600_000)
    await ports.rosters.saveSite({ id: site, name: `Plant ${site}`, timeZone: 'UTC' })
    const person = { site, name: 'Scientist', quietHours: [], enabled: true, routes: [] }
    await ports.rosters.saveRecipient({ ...person, id: 'scientist', email: 'scientist@example.com', topics: ['approvals'] })
    await ports.rosters.saveRecipient({ ...person, id: 'away', email: 'away@example.com', topics: ['approvals'], enabled: false })
    const routes = [{ severities: ['critical' as const], channels: ['email' as const], when: 'always' as const }]
    await ports.rosters.saveRecipient({ ...person, id: 'engineer', email: 'engineer@example.com', routes })
  }

  test('is bound to model, evaluation and plan, runs out, and knows who had a hand in it', async () => {
    await openSite('bound')
    const { model, evaluation } = await teachModel(ports, 'bound')
    const asked = await requestApproval(ports, { site: 'bound', model, evaluation: evaluation.digest })
    assert.deepEqual(asked.model, referenceTo(model))
    assert.deepEqual([asked.evaluation, asked.state, asked.needed, asked.gate], [evaluation.digest, 'waiting', 1, 'better'])
    assert.equal(Date.parse(asked.expiresAt) - Date.parse(asked.askedAt), 72 * 3_600_000)
    assert.deepEqual(asked.partial, Object.values(teachers).sort())
    assert.deepEqual((await ports.approvals.find('bound', asked.id))?.value, asked)
    const { entries } = await ports.audit.read({ site: 'bound', from: 1, limit: 100 })
    assert.deepEqual(
      entries.map(({ action, subject }) => [action, subject]),
      [['approval-requested', `approval/${asked.id}`]],
    )
  })

  test('asked by many at once and again is one, with one e-mail to each who wants them', async () => {
    await openSite('once')
    const { model, evaluation } = await teachModel(ports, 'once')
    const ask = () => requestApproval(ports, { site: 'once', model, evaluation: evaluation.digest })
    const asked = await Promise.all([ask(), ask(), ask()])
    clock.advance(10 * 60_000)
    asked.push(await ask())
    assert.equal(new Set(asked.map(({ id, askedAt }) => `${id} ${askedAt}`)).size, 1)
    assert.equal((await ports.approvals.list({ sites: ['once'], limit: 10 })).items.length, 1)
    await announceApproval(ports, asked[0]!)
    assert.deepEqual(
      mails.map(({ to }) => to),
      ['scientist@example.com'],
    )
    assert.match(mails[0]!.subject, /once 1 at Plant once/)
    assert.match(mails[0]!.text, new RegExp(`7071/approvals/${asked[0]!.id}`))
  })

  test('is told again when the provider was away, under the same id; as a repeat when it may have arrived', async () => {
    await openSite('retry')
    const { model, evaluation } = await teachModel(ports, 'retry')
    answers.push(
      { outcome: 'unavailable', reason: 'busy', retryAfterSeconds: undefined },
      { outcome: 'expired', reason: 'the id is from another day' },
    )
    const asked = await requestApproval(ports, { site: 'retry', model, evaluation: evaluation.digest })
    for (let minute = 0; minute < 5; minute++) {
      clock.advance(60_000)
      await announceApproval(ports, asked)
    }
    assert.equal(mails.length, 3)
    assert.equal(mails[0]!.requestId, mails[1]!.requestId)
    assert.equal(mails[0]!.firstSentAt, mails[1]!.firstSentAt)
    assert.notEqual(mails[2]!.requestId, mails[0]!.requestId)
    assert.match(mails[2]!.subject, /^Repeat: /)
  })

  test('does not count as partial who taught what is in force already', async () => {
    await openSite('grown')
    const { model, dataset } = await teachModel(ports, 'grown')
    const since = '2026-03-06T00:00:00.000Z'
    await ports.models.setChampion({ site: 'grown', model: referenceTo(model), release: 'rel-1', since }, undefined)
    const next = sampleModel('grown', '2', { dataset, uploadedBy: 'uploader' })
    const evaluation = sampleEvaluation(next, model)
    await ports.evaluations.save(evaluation)
    await ports.models.save(next, undefined)
    const asked = await requestApproval(ports, { site: 'grown', model: next, evaluation: evaluation.digest })
    assert.deepEqual(asked.partial, ['uploader'])
  })

  test('is not asked with the evaluation of another model, about one of another site, or about a revoked one', async () => {
    await openSite('wrong')
    const model = sampleModel('wrong', '1')
    const other = sampleModel('wrong', '2', { state: 'revoked' })
    for (const one of [model, other]) await ports.models.save(one, undefined)
    const evaluation = sampleEvaluation(other)
    await ports.evaluations.save(evaluation)
    const ask = (version: string, site = 'wrong') =>
      requestApproval(ports, { site, model: { name: 'wrong', version }, evaluation: evaluation.digest })
    await assert.rejects(ask('1'), { code: 'input-invalid' })
    await assert.rejects(ask('1', 'bound'), { code: 'not-found' })
    await assert.rejects(ask('3'), { code: 'not-found' })
    await assert.rejects(ask('2'), { code: 'model-revoked' })
    assert.deepEqual((await ports.approvals.list({ sites: ['wrong'], limit: 10 })).items, [])
  })
})
