import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { RolloutPolicy } from '../../../shared/domain/rollout.ts'
import { askAgain } from '../../../shared/operations/ask-again.ts'
import { decideApproval } from '../../../shared/operations/decide-approval.ts'
import { readApproval } from '../../../shared/operations/find-approval.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { answerTo, openQuestion, rememberStarts, scientist } from './approval-support/open-question.ts'

describe('a question as it is shown', () => {
  let azurite: RunningAzurite
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { orchestrations: rememberStarts() })
    for (const id of ['anna', 'labeler']) await ports.people.save({ id, name: `Known ${id}`, sites: 'all' })
  })
  after(() => azurite.close())

  test('names who may not say yes and who has answered, and leaves out whom nobody knows any more', async () => {
    const asked = await openQuestion(ports, 'named')
    await decideApproval(ports, scientist('anna'), asked.id, answerTo(asked))
    const { names, partial } = await readApproval(ports, scientist('bert'), asked.id)
    assert.ok(partial.includes('judge'))
    assert.deepEqual(names, { anna: 'Known anna', labeler: 'Known labeler' })
  })

  test('leads to the release that came of a yes, and to none before', async () => {
    const asked = await openQuestion(ports, 'released')
    assert.equal((await readApproval(ports, scientist('anna'), asked.id)).release, undefined)
    await decideApproval(ports, scientist('anna'), asked.id, answerTo(asked))
    const [release] = await ports.releases.ofModel(asked.model.digest)
    assert.equal((await readApproval(ports, scientist('anna'), asked.id)).release, release!.id)
  })

  test('says which plan is in force when another was asked about; asked again in a name, that is on record', async () => {
    const asked = await openQuestion(ports, 'planned')
    const { version } = await ports.rollouts.policy('planned')
    await ports.rollouts.savePolicy('planned', RolloutPolicy.parse({ approvals: 2 }), version)
    const { plan, planNow } = await readApproval(ports, scientist('anna'), asked.id)
    assert.equal(plan, asked.plan)
    assert.notEqual(planNow.digest, plan)
    assert.equal(planNow.policy.approvals, 2)

    const again = await askAgain(ports, scientist('anna'), asked.model)
    assert.deepEqual([again.plan, again.askedBy], [planNow.digest, 'anna'])
    assert.deepEqual((await readApproval(ports, scientist('bert'), again.id)).names['anna'], 'Known anna')
    const { entries } = await ports.audit.read({ site: 'planned', from: 1, limit: 100 })
    const asking = entries.filter(({ action }) => action === 'approval-requested').map(({ who }) => who)
    assert.deepEqual(asking, ['system', 'anna'])
  })
})
