import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type ApprovalAnswer, answerApproval } from '../../../shared/domain/answer-approval.ts'
import type { Approval } from '../../../shared/domain/approval.ts'
import { approvalId } from '../../../shared/domain/approval-id.ts'
import { planDigest } from '../../../shared/domain/plan-digest.ts'
import { RolloutPolicy } from '../../../shared/domain/rollout.ts'
import { Recipient } from '../../../shared/domain/roster.ts'

const [model, evaluation, plan] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string]
const question: Approval = {
  ...{ id: 'ap-1', site: 'plant', model: { name: 'plant', version: '1', digest: model }, evaluation, plan, gate: 'better' },
  ...{ askedAt: '2026-11-20T08:00:00.000Z', expiresAt: '2026-11-23T08:00:00.000Z' },
  ...{ state: 'waiting', needed: 1, decisions: [], partial: ['labeler'] },
}
const yes: ApprovalAnswer = { decision: 'approved', reason: 'better', model, evaluation, plan }
const no: ApprovalAnswer = { ...yes, decision: 'rejected', reason: 'no' }
const at = '2026-11-20T09:00:00.000Z'

describe('an answer', () => {
  test('closes a question that needs one yes, and names who said it and why', () => {
    const { state, decisions } = answerApproval(question, 'anna', yes, at)
    assert.deepEqual({ state, decisions }, { state: 'approved', decisions: [{ by: 'anna', at, decision: 'approved', reason: 'better' }] })
  })

  test('counts once a person where two are needed, whatever their roles', () => {
    const first = answerApproval({ ...question, needed: 2 }, 'anna', yes, at)
    assert.equal(first.state, 'waiting')
    assert.throws(() => answerApproval(first, 'anna', yes, at), { code: 'person-partial' })
    assert.equal(answerApproval(first, 'bert', yes, at).state, 'approved')
  })

  test('of no is enough, after a yes as well, and from whoever had a hand in the model', () => {
    const first = answerApproval({ ...question, needed: 2 }, 'anna', yes, at)
    assert.equal(answerApproval(first, 'bert', no, at).state, 'rejected')
    assert.equal(answerApproval(first, 'anna', no, at).state, 'rejected')
    assert.equal(answerApproval(question, 'labeler', no, at).state, 'rejected')
  })

  test('of yes is refused from whoever had a hand in the model', () => {
    assert.throws(() => answerApproval(question, 'labeler', yes, at), { code: 'person-partial' })
  })

  test('about another model, evaluation or plan is refused by name', () => {
    for (const name of ['model', 'evaluation', 'plan'] as const)
      assert.throws(() => answerApproval(question, 'anna', { ...yes, [name]: 'd'.repeat(64) }, at), {
        code: 'input-invalid',
        message: new RegExp(`${name}:`),
      })
  })

  test('to a closed question changes nothing, not even the same again', () => {
    const closed = answerApproval(question, 'anna', yes, at)
    for (const answer of [yes, no]) assert.throws(() => answerApproval(closed, 'anna', answer, at), { code: 'approval-closed' })
  })
})

test('the same model, evaluation and plan are one question; any other is another', () => {
  const id = approvalId(question)
  assert.equal(approvalId({ ...question }), id)
  const others = [{ site: 'other' }, { evaluation: plan }, { plan: model }, { model: { ...question.model, digest: plan } }]
  assert.equal(new Set([id, ...others.map((other) => approvalId({ ...question, ...other }))]).size, 5)
})

test('a plan has the same digest whether its defaults are written out or not, and another with any other ring', () => {
  const policy = RolloutPolicy.parse({})
  assert.equal(planDigest(policy), planDigest(RolloutPolicy.parse(JSON.parse(JSON.stringify(policy)))))
  assert.notEqual(planDigest({ ...policy, rings: [{ name: 'all', share: 1 }] }), planDigest(policy))
})

test('a recipient of questions needs an address, and no routes of alerts; one who wants nothing is refused', () => {
  const person = { id: 'scientist', site: 'plant', name: 'Scientist' }
  const isTaken = (more: object) => Recipient.safeParse({ ...person, ...more }).success
  assert.equal(isTaken({ email: 'scientist@example.com', routes: [], topics: ['approvals'] }), true)
  assert.equal(isTaken({ routes: [], topics: ['approvals'] }), false)
  assert.equal(isTaken({ email: 'scientist@example.com', routes: [] }), false)
  assert.equal(isTaken({ email: 'scientist@example.com', routes: [], topics: ['weather'] }), false)
})
