import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { countTasks } from '../../../shared/operations/count-tasks.ts'
import { findTask } from '../../../shared/operations/find-task.ts'
import { labelRecording } from '../../../shared/operations/label-recording.ts'
import { leaveTask } from '../../../shared/operations/leave-task.ts'
import { nextTask, type TaskWish } from '../../../shared/operations/next-task.ts'
import { renewClaim } from '../../../shared/operations/renew-claim.ts'
import { saveTask } from '../../../shared/operations/save-task.ts'
import { undoTask } from '../../../shared/operations/undo-task.ts'
import type { Ports } from '../../../shared/ports.ts'
import { doubtfulPlant, labeler, scientist } from '../../harness/labeling/doubtful-plant.ts'
import { box, missed } from '../../harness/labeling/sample-facts.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

const hand = [{ label: 'hand', box: box(0.1) }]
const nearlyTheSame = [{ label: 'hand', box: { ...box(0.12), height: 0.21 } }]
const elsewhere = [{ label: 'hand', box: box(0.7) }]
const [lena, mia, otto] = [labeler('lena'), labeler('mia'), labeler('otto')]
const ada = scientist('ada')

describe('labeling', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock('2026-03-02T08:00:00.000Z')

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now })
  })
  after(() => azurite.close())

  const next = (person: Principal, site: string, wish: Partial<TaskWish> = {}) => nextTask(ports, person, { site, except: [], ...wish })
  const answer = async (person: Principal, site: string, objects: typeof hand) => {
    clock.advance(1000)
    const task = (await next(person, site))!
    return saveTask(ports, person, task.value.id, objects, task.version)
  }
  const stateOf = async (recording: string) => {
    await labelRecording(ports, recording)
    const [frame] = (await ports.frames.labels(recording))!.frames
    return [frame!.state, frame!.doubt, frame!.annotations.length].join(' ')
  }
  const marksOf = async (site: string) => {
    const found = []
    const to = new Date((await ports.storageTime()).getTime() + 3_600_000).toISOString()
    for await (const change of ports.changes.read({ site, from: undefined, to })) found.push(`${change.kind} ${change.id}`)
    return found
  }

  it('keeps a claim for longer when asked, until somebody else has the task', async () => {
    await doubtfulPlant(ports, 'slow', 1)
    const { value: claimed } = (await next(lena, 'slow'))!
    clock.advance(9 * 60_000)
    const { value: kept } = await renewClaim(ports, lena, claimed.id)
    assert.equal(Date.parse(kept.lease!.until) - Date.parse(claimed.lease!.until), 9 * 60_000)
    await assert.rejects(renewClaim(ports, mia, claimed.id), { code: 'task-changed' })
    clock.advance(11 * 60_000)
    assert.equal((await next(mia, 'slow'))?.value.id, claimed.id)
    await assert.rejects(renewClaim(ports, lena, claimed.id), { code: 'task-changed' })
  })

  it('makes the answer the label of the frame, and marks its recording', async () => {
    const recording = await doubtfulPlant(ports, 'plain', 1)
    assert.equal(await stateOf(recording), 'undecided unsure 0')
    await answer(lena, 'plain', hand)
    assert.equal(await stateOf(recording), 'labelled  1')
    assert.deepEqual(await marksOf('plain'), [`edit ${recording}`])
    assert.equal(await next(mia, 'plain'), undefined)
    const { entries } = await ports.audit.read({ site: 'plain', from: 1, limit: 10 })
    assert.deepEqual(
      entries.map(({ who, action }) => `${who} ${action}`),
      ['lena frame-labeled'],
    )
  })

  it('marks the recording before the answer is written', async () => {
    await doubtfulPlant(ports, 'mark-first', 1)
    const task = (await next(lena, 'mark-first'))!
    const stopped = { ...ports, labelTasks: { ...ports.labelTasks, save: () => Promise.reject(new Error('killed')) } }
    await assert.rejects(saveTask(stopped, lena, task.value.id, hand, undefined), /killed/)
    assert.deepEqual(await marksOf('mark-first'), ['edit rec-mark-first'])
    assert.deepEqual(await ports.frameEdits.ofRecording('mark-first', 'rec-mark-first'), [])
  })

  it('gives a task to one person at a time, for ten minutes', async () => {
    await doubtfulPlant(ports, 'lease', 1)
    const task = (await next(lena, 'lease'))!
    assert.equal(await next(mia, 'lease'), undefined)
    assert.equal((await next(lena, 'lease'))?.value.id, task.value.id)
    clock.advance(10 * 60_000 + 1)
    assert.equal((await next(mia, 'lease'))?.value.id, task.value.id)
    await assert.rejects(saveTask(ports, lena, task.value.id, hand, undefined), { code: 'task-changed' })
  })

  it('hands twenty people twenty different tasks, whoever comes first', async () => {
    await doubtfulPlant(ports, 'crowd', 20)
    const claimed = await Promise.all(Array.from({ length: 20 }, (_, n) => next(labeler(`person-${n}`), 'crowd')))
    assert.equal(new Set(claimed.map((task) => task?.value.id)).size, 20)
  })

  it('takes an answer that is sent again as one', async () => {
    const recording = await doubtfulPlant(ports, 'twice', 1)
    const { value } = await answer(lena, 'twice', hand)
    await saveTask(ports, lena, value.id, hand, 'a version of before')
    assert.equal((await ports.frameEdits.ofRecording('twice', recording)).length, 1)
    await assert.rejects(saveTask(ports, lena, value.id, elsewhere, undefined), { code: 'task-changed' })
  })

  it('refuses an answer to a version that is not the newest, and boxes that no picture can hold', async () => {
    await doubtfulPlant(ports, 'refused', 1)
    const { value, version } = (await next(lena, 'refused'))!
    await assert.rejects(saveTask(ports, lena, value.id, hand, 'another'), { code: 'task-changed' })
    await assert.rejects(saveTask(ports, lena, value.id, [{ label: 'hand', box: box(0.9) }], version), /objects\.0.*beyond/)
    await assert.rejects(saveTask(ports, lena, value.id, [{ label: 'hand', box: { ...box(0.1), width: 0 } }], version), /no area/)
    await saveTask(ports, lena, value.id, hand, version)
  })

  it('gives a skipped task to others, and a released one back to anybody', async () => {
    await doubtfulPlant(ports, 'left', 1)
    const { value } = (await next(lena, 'left'))!
    await leaveTask(ports, lena, value.id, 'release', undefined)
    assert.equal((await next(lena, 'left'))?.value.id, value.id)
    await leaveTask(ports, lena, value.id, 'skip', undefined)
    assert.equal(await next(lena, 'left'), undefined)
    assert.equal((await next(mia, 'left'))?.value.id, value.id)
    await assert.rejects(leaveTask(ports, lena, value.id, 'skip', undefined), { code: 'task-changed' })
  })

  it('loses no answer of somebody who was at it when a verdict ended the task', async () => {
    const recording = await doubtfulPlant(ports, 'overtaken', 1)
    const { value } = (await next(lena, 'overtaken'))!
    await ports.missedObjects.save(missed(0, 'hand', 0.5, { site: 'overtaken', at: value.at }))
    await labelRecording(ports, recording)
    assert.equal((await ports.labelTasks.find(value.id))?.value.state, 'closed')
    await saveTask(ports, lena, value.id, [], undefined)
    assert.equal(await stateOf(recording), 'labelled  0')
  })

  it('takes an answer back on request, and keeps both on record', async () => {
    const recording = await doubtfulPlant(ports, 'undone', 1)
    const { value } = await answer(lena, 'undone', hand)
    clock.advance(1000)
    await assert.rejects(undoTask(ports, mia, value.id, undefined), { code: 'task-changed' })
    await undoTask(ports, lena, value.id, undefined)
    assert.equal(await stateOf(recording), 'undecided unsure 0')
    assert.equal((await next(lena, 'undone'))?.value.id, value.id)
    await saveTask(ports, lena, value.id, elsewhere, undefined)
    const edits = await ports.frameEdits.ofRecording('undone', recording)
    assert.deepEqual(
      edits.map(({ seq, kind, of }) => [seq, kind, of]),
      [
        [1, 'label', undefined],
        [2, 'withdrawal', 1],
        [3, 'label', undefined],
      ],
    )
    assert.equal(await stateOf(recording), 'labelled  1')
  })

  it('shows nothing of other sites, and filters by group, camera and label', async () => {
    await doubtfulPlant(ports, 'filters', 1)
    const { value } = (await next(ada, 'filters'))!
    await leaveTask(ports, ada, value.id, 'release', undefined)
    await assert.rejects(findTask(ports, labeler('zoe', ['other']), value.id), { code: 'not-found' })
    for (const wish of [{ group: 'positive' as const }, { camera: 'line-2' }, { label: 'cap' }, { except: [value.id] }])
      assert.equal(await next(lena, 'filters', wish), undefined, JSON.stringify(wish))
    const found = await next(lena, 'filters', { group: 'background', camera: 'line-1', label: 'hand' })
    assert.equal(found?.value.id, value.id)
    assert.deepEqual(await countTasks(ports, lena, 'filters'), [{ site: 'filters', group: 'background', reason: 'unsure', tasks: 1 }])
  })
})

describe('a second opinion', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock('2026-03-02T08:00:00.000Z')

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now })
  })
  after(() => azurite.close())

  /** A site where each task needs one, with a single task. */
  const plant = (site: string) => doubtfulPlant(ports, site, 1, { secondOpinionShare: 1 })
  const answer = async (person: Principal, site: string, objects: typeof hand) => {
    clock.advance(1000)
    const task = (await nextTask(ports, person, { site, except: [] }))!
    assert.notEqual(task, undefined, `nothing for ${person.id}`)
    return saveTask(ports, person, task.value.id, objects, task.version)
  }
  const waitsFor = async (person: Principal, site: string) => {
    const task = await nextTask(ports, person, { site, except: [] })
    if (task !== undefined) await leaveTask(ports, person, task.value.id, 'release', undefined)
    return task !== undefined
  }
  const stateOf = async (recording: string) => {
    await labelRecording(ports, recording)
    const [frame] = (await ports.frames.labels(recording))!.frames
    return [frame!.state, frame!.doubt].join(' ').trim()
  }

  it('that agrees makes the answer count, and its frame one whose answer is known', async () => {
    const recording = await plant('agree')
    await answer(lena, 'agree', hand)
    assert.equal(await stateOf(recording), 'undecided second-opinion')
    assert.equal(await waitsFor(lena, 'agree'), false)
    await answer(mia, 'agree', nearlyTheSame)
    assert.equal(await stateOf(recording), 'labelled')
    assert.equal((await ports.labelTasks.gold({ site: 'agree', label: 'hand', start: '0', limit: 9 })).length, 1)
  })

  it('does not show that there was a first one', async () => {
    await plant('blind')
    const first = (await nextTask(ports, lena, { site: 'blind', except: [] }))!
    await saveTask(ports, lena, first.value.id, hand, undefined)
    await labelRecording(ports, 'rec-blind')
    const second = (await nextTask(ports, mia, { site: 'blind', except: [] }))!
    assert.deepEqual(
      [second.value.reason, second.value.group, second.value.known],
      [first.value.reason, first.value.group, first.value.known],
    )
  })

  it('that differs calls for a third person, whose word counts', async () => {
    const recording = await plant('differ')
    await answer(lena, 'differ', hand)
    await answer(mia, 'differ', elsewhere)
    assert.equal(await stateOf(recording), 'undecided second-opinion')
    assert.deepEqual([await waitsFor(lena, 'differ'), await waitsFor(mia, 'differ')], [false, false])
    assert.deepEqual(
      (await countTasks(ports, otto, 'differ')).map(({ reason }) => reason),
      ['arbitration'],
    )
    await answer(otto, 'differ', nearlyTheSame)
    assert.equal(await stateOf(recording), 'labelled')
  })

  it('that is taken back leaves the first answer waiting, and the frame unknown', async () => {
    const recording = await plant('regret')
    await answer(lena, 'regret', hand)
    const { value } = await answer(mia, 'regret', hand)
    await assert.rejects(undoTask(ports, lena, value.id, undefined), { code: 'task-changed' })
    clock.advance(1000)
    await undoTask(ports, mia, value.id, undefined)
    assert.equal(await stateOf(recording), 'undecided second-opinion')
    assert.deepEqual(await ports.labelTasks.gold({ site: 'regret', label: 'hand', start: '0', limit: 9 }), [])
    await saveTask(ports, mia, value.id, hand, undefined)
    assert.equal(await stateOf(recording), 'labelled')
  })

  it('is not needed where a data scientist has answered', async () => {
    const recording = await plant('expert')
    await answer(ada, 'expert', hand)
    assert.equal(await stateOf(recording), 'labelled')
    assert.equal((await ports.labelTasks.gold({ site: 'expert', label: 'hand', start: '0', limit: 9 })).length, 1)
  })

  it('is asked for of the share that the policy names', async () => {
    await doubtfulPlant(ports, 'share', 100, { secondOpinionShare: 0.3 })
    const tasks = await ports.labelTasks.ofRecording('share', 'rec-share')
    const share = tasks.filter(({ value }) => value.needsSecondOpinion).length
    assert.ok(share >= 15 && share <= 45, String(share))
  })
})
