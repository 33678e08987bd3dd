import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Approval } from '../../../shared/domain/approval.ts'
import { RolloutPolicy } from '../../../shared/domain/rollout.ts'
import { askAgain } from '../../../shared/operations/ask-again.ts'
import { decideApproval } from '../../../shared/operations/decide-approval.ts'
import { requestApproval } from '../../../shared/operations/request-approval.ts'
import { watchApprovals } from '../../../shared/operations/watch-approvals.ts'
import type { Ports } from '../../../shared/ports.ts'
import { listCrashPoints, runIntoCrash } from '../../harness/crash-runner.ts'
import { referenceTo, sampleEvaluation, sampleModel, teachers } from '../../harness/sample-model.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'
import { answerTo, openQuestion, rememberStarts, scientist } from './approval-support/open-question.ts'

const script = fileURLToPath(new URL('./approval-support/decide-process.ts', import.meta.url))
const hourMs = 3_600_000

describe('a decision about a model', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock()
  const orchestrations = rememberStarts()
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now, orchestrations })
  })
  after(() => azurite.close())

  const find = async ({ site, id }: Approval) => (await ports.approvals.find(site, id))!.value
  const decide = (approval: Approval, who: string, decision: 'approved' | 'rejected' = 'approved') =>
    decideApproval(ports, scientist(who), approval.id, answerTo(approval, decision))
  const modelOf = async ({ model: { name, version } }: Approval) => (await ports.models.find(name, version))!.value
  const releasesOf = (approval: Approval) => ports.releases.ofModel(approval.model.digest)
  const decisionsOn = async ({ site, id }: Approval) =>
    (await ports.audit.read({ site, from: 1, limit: 100 })).entries.filter(
      ({ subject, action }) => subject === `approval/${id}` && action !== 'approval-requested',
    )

  test('of yes approves the model, starts its release, and is on the audit chain', async () => {
    const asked = await openQuestion(ports, 'yes')
    const { state, decisions } = await decide(asked, 'anna')
    assert.deepEqual([state, decisions.map(({ by }) => by)], ['approved', ['anna']])
    assert.equal((await modelOf(asked)).state, 'approved')
    const [release, ...more] = await releasesOf(asked)
    assert.deepEqual([release?.approval, more], [asked.id, []])
    assert.ok(orchestrations.started.includes(release!.id))
    const [entry] = await decisionsOn(asked)
    assert.deepEqual([entry?.who, entry?.action, entry?.detail['digest']], ['anna', 'approval-approved', asked.model.digest])
  })

  test('of no refuses the model, and nothing is released', async () => {
    const asked = await openQuestion(ports, 'no')
    assert.equal((await decide(asked, 'anna', 'rejected')).state, 'rejected')
    assert.deepEqual([(await modelOf(asked)).state, await releasesOf(asked)], ['refused', []])
  })

  test('given twice is one, and the second is told that the question is closed', async () => {
    const asked = await openQuestion(ports, 'twice')
    await decide(asked, 'anna')
    await assert.rejects(decide(asked, 'anna'), { code: 'approval-closed' })
    await assert.rejects(decide(asked, 'bert', 'rejected'), { code: 'approval-closed' })
    assert.equal((await find(asked)).decisions.length, 1)
    assert.equal((await releasesOf(asked)).length, 1)
  })

  test('of yes and no at the same moment is one: whichever was written first', async () => {
    for (let round = 0; round < 6; round++) {
      const asked = await openQuestion(ports, `race-${round}`)
      const answers = await Promise.allSettled([
        ...['anna', 'bert'].map((who) => decide(asked, who)),
        ...['carl', 'dora'].map((who) => decide(asked, who, 'rejected')),
      ])
      const won = answers.filter((answer) => answer.status === 'fulfilled')
      const { state, decisions } = await find(asked)
      assert.deepEqual([won.length, decisions.length, won[0]?.value.state], [1, 1, state])
      for (const answer of answers) if (answer.status === 'rejected') assert.equal(answer.reason.code, 'approval-closed')
      assert.equal((await releasesOf(asked)).length, state === 'approved' ? 1 : 0)
      assert.equal((await modelOf(asked)).state, state === 'approved' ? 'approved' : 'refused')
      assert.equal((await decisionsOn(asked)).length, 1)
    }
  })

  test('about something that nobody asked is not found, as one of another site is', async () => {
    const asked = await openQuestion(ports, 'elsewhere')
    const unknown = { ...asked, id: 'ap-unknown' }
    await assert.rejects(decide(unknown, 'anna'), { code: 'not-found' })
    await assert.rejects(decideApproval(ports, scientist('anna', ['here']), asked.id, answerTo(asked)), { code: 'not-found' })
    assert.equal((await find(asked)).state, 'waiting')
  })

  test('can come before anybody was mailed: the row is what counts', async () => {
    const ofRow = { alertSenders: { ...ports.alertSenders, email: () => new Promise<never>(() => {}) } }
    await ports.rosters.saveSite({ id: 'unmailed', name: 'unmailed', timeZone: 'UTC' })
    const person = { id: 'scientist', site: 'unmailed', name: 'S', email: 's@example.com', quietHours: [], enabled: true, routes: [] }
    await ports.rosters.saveRecipient({ ...person, topics: ['approvals'] })
    const asking = openQuestion({ ...ports, ...ofRow }, 'unmailed')
    asking.catch(() => {})
    let asked: Approval | undefined
    while (asked === undefined) asked = (await ports.approvals.list({ sites: ['unmailed'], limit: 1 })).items[0]
    assert.equal((await decide(asked, 'anna')).state, 'approved')
  })

  test('is refused to uploader, trainer, labeler and judge, and to one person twice in two roles', async () => {
    const asked = await openQuestion(ports, 'partial', { approvals: 2 })
    for (const who of Object.values(teachers)) await assert.rejects(decide(asked, who), { code: 'person-partial' })
    const anna = { ...scientist('anna'), roles: ['data-scientist', 'iot-engineer', 'admin'] as const }
    const answer = answerTo(asked)
    assert.equal((await decideApproval(ports, anna, asked.id, answer)).state, 'waiting')
    await assert.rejects(decideApproval(ports, { ...anna, roles: ['admin'] }, asked.id, answer), { code: 'person-partial' })
    assert.deepEqual([(await find(asked)).state, await releasesOf(asked)], ['waiting', []])
    assert.equal((await decide(asked, 'bert')).state, 'approved')
  })

  test('about one model does not pass another, however it is replayed', async () => {
    const asked = await openQuestion(ports, 'swap')
    const answer = answerTo(asked)
    const other = sampleModel('swap', '2')
    const evaluation = sampleEvaluation(other)
    await ports.evaluations.save(evaluation)
    await ports.models.save(other, undefined)
    const question = await requestApproval(ports, { site: 'swap', model: other, evaluation: evaluation.digest })
    for (const swapped of [answer, { ...answer, model: other.digest }, { ...answerTo(question), evaluation: asked.evaluation }])
      await assert.rejects(decideApproval(ports, scientist('anna'), question.id, swapped), { code: 'input-invalid' })
    await decideApproval(ports, scientist('anna'), asked.id, answer)
    assert.deepEqual([(await find(question)).state, (await modelOf(question)).state], ['waiting', 'candidate'])
    assert.deepEqual(await releasesOf(question), [])
  })

  test('comes too late after 72 hours: silence is a no, whether anybody looks or not', async () => {
    const [late, watched] = [await openQuestion(ports, 'late'), await openQuestion(ports, 'watched')]
    clock.advance(72 * hourMs - 1)
    assert.deepEqual(await outcomesAt(watched), [])
    clock.advance(1)
    await assert.rejects(decide(late, 'anna'), { code: 'approval-closed' })
    assert.deepEqual(await outcomesAt(watched), ['closed'])
    for (const asked of [late, watched]) {
      assert.deepEqual([(await find(asked)).state, (await modelOf(asked)).state], ['expired', 'refused'])
      assert.deepEqual(await releasesOf(asked), [])
      assert.deepEqual(
        (await decisionsOn(asked)).map(({ action, who }) => [action, who]),
        [['approval-expired', 'system']],
      )
    }
  })

  test('is not taken when the champion, the plan or the fate of the model has changed meanwhile; asked anew it is', async () => {
    const plan = await openQuestion(ports, 'plan')
    await ports.rollouts.savePolicy('plan', RolloutPolicy.parse({ bakeSeconds: 1 }), undefined)
    const champion = await openQuestion(ports, 'champion')
    const since = '2026-03-06T00:00:00.000Z'
    const other = referenceTo(sampleModel('champion', '9'))
    await ports.models.setChampion({ site: 'champion', model: other, release: 'rel-9', since }, undefined)
    const revoked = await openQuestion(ports, 'revoked')
    const found = (await ports.models.find('revoked', '1'))!
    await ports.models.save({ ...found.value, state: 'revoked' }, found.version)
    for (const [asked, reason] of [
      [plan, /rollout policy/],
      [champion, /Another model is in force/],
      [revoked, /revoked/],
    ] as const) {
      await assert.rejects(decide(asked, 'anna'), { code: 'approval-closed', message: reason })
      assert.match((await find(asked)).decisions.at(-1)!.reason, reason)
      assert.deepEqual(await releasesOf(asked), [])
    }
    const again = await askAgain(ports, scientist('anna'), { name: 'plan', version: '1' })
    assert.notEqual(again.id, plan.id)
    assert.equal((await decide(again, 'anna')).state, 'approved')
  })

  test('of a process that is killed anywhere is finished by the watch, once', async () => {
    const args = (asked: Approval) => [azurite.connectionString, asked.site, asked.id, clock.now().toISOString()]
    const points = await listCrashPoints(script, args(await openQuestion(ports, 'undisturbed')))
    const names = points.map(({ name }) => name)
    assert.deepEqual(names.slice(0, 2), ['approval-decided', 'model-approved'])
    for (const name of names) {
      const asked = await openQuestion(ports, `killed-${name}`)
      await runIntoCrash(script, args(asked), name)
      for (let look = 0; look < 2; look++) await watchApprovals(ports)
      await assert.rejects(decide(asked, 'bert', 'rejected'), { code: 'approval-closed' })
      const { state, decisions } = await find(asked)
      assert.deepEqual([state, decisions.map(({ by }) => by)], ['approved', ['anna']], name)
      assert.deepEqual([(await modelOf(asked)).state, (await releasesOf(asked)).length], ['approved', 1], name)
    }
  })

  async function outcomesAt({ id }: Approval): Promise<readonly string[]> {
    return (await watchApprovals(ports)).filter(({ approval }) => approval === id).map(({ outcome }) => outcome)
  }
})
