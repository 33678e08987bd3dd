import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Rule } from '../../../shared/domain/rule.ts'
import { draftOf, holdOf, isSame, newDraft, ruleOf } from '../../../ui/fleet/rule-draft.ts'

test('a new draft is a rule that the API takes, and comes back from it as it was', () => {
  const draft = newDraft('gate', 'hand')
  const rule = Rule.parse(ruleOf(draft))
  assert.equal(isSame(draftOf({ id: 'r', site: 'plant-1', name: '', rule }), draft), true)
})

test('a zone with fewer than three corners is no rule yet, and none at all is the whole picture', () => {
  const draft = newDraft('gate', 'hand')
  assert.equal(ruleOf({ ...draft, zone: [[0.1, 0.1]] }), undefined)
  assert.equal(ruleOf(draft)?.zone, undefined)
})

test('a rule goes on at seven tenths of its confidence unless it says otherwise, and never above it', () => {
  assert.ok(Math.abs(holdOf({ confidence: 0.6 }) - 0.42) < 1e-9)
  const { rule, ...rest } = newDraft('gate', 'hand')
  assert.equal(ruleOf({ ...rest, rule: { ...rule, holdConfidence: 0.9 } }), undefined)
  assert.equal(ruleOf({ ...rest, rule: { ...rule, dwellSeconds: Number.NaN } }), undefined)
})
