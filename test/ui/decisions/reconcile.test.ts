import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action, Decision, Entry, IncidentDetail } from '../../../ui/decisions/decision.ts'
import { reconcile } from '../../../ui/decisions/reconcile.ts'

const entry = (seq: number, who: string, more: Partial<Entry>): Entry => ({ kind: 'verdict', seq, at: '', who, name: who, ...more })

function after(
  action: Action,
  entries: readonly Entry[],
  more: { state?: 'new' | 'resolved'; standing?: number; seenVerdict?: number } = {},
) {
  const decision: Decision = {
    ...{ id: 'one', incident: 'incident-1', title: '', action, decidedAt: '', state: 'waiting' },
    seen: { version: '1', entry: 1, verdict: more.seenVerdict },
  }
  const detail = { incident: { state: more.state ?? 'new' }, entries, standingVerdict: more.standing, alerts: [], version: '2' }
  return reconcile(decision, detail as unknown as IncidentDetail, 'me')
}
const yes: Action = { kind: 'judge', verdict: 'confirmed' }

test('a verdict whose answer got lost is not given twice', () => {
  assert.equal(after(yes, [entry(2, 'me', { verdict: 'confirmed' })], { standing: 2 }), 'done')
})

test("a camera's change or a comment does not stand against a verdict", () => {
  assert.equal(after(yes, []), 'again')
  assert.equal(after(yes, [entry(2, 'sam', { kind: 'comment', text: 'Look.' })]), 'again')
})

test("somebody else's verdict that one has not seen does, one that was seen does not", () => {
  const theirs = entry(2, 'sam', { verdict: 'rejected' })
  assert.deepEqual(after(yes, [theirs], { standing: 2 }), { theirs })
  assert.equal(after(yes, [theirs], { standing: 2, seenVerdict: 2 }), 'again')
})

test('a verdict is taken back once only, never the one below it', () => {
  const entries = [entry(1, 'me', { verdict: 'rejected' }), entry(2, 'me', { verdict: 'confirmed' })]
  assert.equal(after({ kind: 'withdraw', of: 2 }, entries, { standing: 2 }), 'again')
  assert.equal(after({ kind: 'withdraw', of: 2 }, entries, { standing: 1 }), 'done')
})

test("what somebody else has resolved is resolved; a note of one's own is not lost with it", () => {
  const theirs = entry(2, 'sam', { kind: 'history', action: 'resolved' })
  assert.equal(after({ kind: 'resolve' }, [theirs], { state: 'resolved' }), 'done')
  assert.deepEqual(after({ kind: 'resolve', note: 'Valve closed.' }, [theirs], { state: 'resolved' }), { theirs })
})
