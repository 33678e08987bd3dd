import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { LabelingTask } from '../../../shared/domain/labeling-task.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { viewTask } from '../../../shared/domain/task-view.ts'
import { countTasks } from '../../../shared/operations/count-tasks.ts'
import { labelRecording } from '../../../shared/operations/label-recording.ts'
import { liftFinding } from '../../../shared/operations/lift-finding.ts'
import { nextTask } from '../../../shared/operations/next-task.ts'
import { readLabelerQuality } from '../../../shared/operations/read-labeler-quality.ts'
import { readOwnQuality } from '../../../shared/operations/read-own-quality.ts'
import { saveTask } from '../../../shared/operations/save-task.ts'
import { undoTask } from '../../../shared/operations/undo-task.ts'
import type { Ports } from '../../../shared/ports.ts'
import { doubtfulPlant, labeler, scientist } from '../../harness/labeling/doubtful-plant.ts'
import { box } from '../../harness/labeling/sample-facts.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

const right = [{ label: 'hand', box: box(0.1) }]
const wrong = [{ label: 'hand', box: box(0.7) }]
const lena = labeler('lena')
const ada = scientist('ada')

describe('known answers among the tasks', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock('2026-03-02T08:00:00.000Z')

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now })
  })
  after(() => azurite.close())

  const next = (person: Principal, site: string) => nextTask(ports, person, { site, except: [] })
  const answer = async (person: Principal, site: string, objects: typeof right): Promise<LabelingTask> => {
    clock.advance(1000)
    const task = (await next(person, site))!
    return (await saveTask(ports, person, task.value.id, objects, task.version)).value
  }
  /** A data scientist answers so many of a site's tasks: from then on their answers are known. */
  const plant = async (site: string, frames: number, known: number, goldShare = 0.5) => {
    const recording = await doubtfulPlant(ports, site, frames, { goldShare })
    for (let n = 0; n < known; n++) await answer(ada, site, right)
    return recording
  }
  const statesOf = async (recording: string) => {
    await labelRecording(ports, recording)
    const { frames } = (await ports.frames.labels(recording))!
    return Map.groupBy(frames, ({ state }) => state)
  }
  const findingsOf = (site: string) => ports.labelerQuality.findings(site)

  it('come as often as the policy says, never twice to the same person, and never to a data scientist', async () => {
    await plant('often', 26, 10)
    const given = []
    for (let n = 0; n < 14; n++) given.push(await answer(lena, 'often', right))
    const gold = given.filter(({ gold }) => gold !== undefined)
    assert.ok(gold.length >= 3 && gold.length <= 10, `${gold.length} of 14`)
    assert.equal(new Set(given.map(({ frame }) => frame)).size, 14)
    for (let n = 0; n < 2; n++) assert.equal((await answer(ada, 'often', right)).gold, undefined)
  })

  it('look like any other task, to the labeler and on the audit chain, and change nothing on the frame', async () => {
    const recording = await plant('hidden', 16, 5)
    const before = await ports.frameEdits.ofRecording('hidden', recording)
    const given = []
    for (let n = 0; n < 8; n++) given.push(await answer(lena, 'hidden', right))
    const [gold, plain] = [given.find(({ gold }) => gold !== undefined)!, given.find(({ gold }) => gold === undefined)!]
    const shapeOf = (task: LabelingTask) => {
      const view = viewTask(task, 'v', 'lena')
      const { id, frame, at, ptsMs, suggestions, ...same } = view
      return { ...same, suggestions: suggestions.length }
    }
    assert.deepEqual(shapeOf(gold), shapeOf(plain))
    const { entries } = await ports.audit.read({ site: 'hidden', from: 1, limit: 100 })
    const ofLena = entries.filter(({ who }) => who === 'lena')
    assert.equal(new Set(ofLena.map(({ action, detail }) => `${action} ${Object.keys(detail)}`)).size, 1)
    const edits = (await ports.frameEdits.ofRecording('hidden', recording)).slice(before.length - 5)
    assert.equal(edits.filter(({ who }) => who === 'lena').length, given.filter(({ gold }) => gold === undefined).length)
    const waiting = await countTasks(ports, lena, 'hidden')
    assert.equal(
      waiting.reduce((sum, { tasks }) => sum + tasks, 0),
      11 - given.filter(({ gold }) => gold === undefined).length,
    )
  })

  it('that were missed too often put the answers since the change aside, and ask others', async () => {
    const recording = await plant('poison', 40, 8, 0.35)
    while (((await ports.labelerQuality.find('poison', 'lena', 'hand'))?.value.gold ?? 0) < 1) await answer(lena, 'poison', right)
    const good = (await ports.frameEdits.ofRecording('poison', recording)).filter(({ who }) => who === 'lena').length
    assert.equal((await statesOf(recording)).get('labelled')?.length, 8 + good)

    while ((await findingsOf('poison')).length === 0) await answer(lena, 'poison', wrong)
    const [finding] = await findingsOf('poison')
    assert.equal(finding?.label, 'hand')
    assert.equal(finding?.wrong, 3)
    const edits = (await ports.frameEdits.ofRecording('poison', recording)).filter(({ who }) => who === 'lena')
    const aside = edits.filter(({ at }) => at >= finding!.since)
    assert.ok(aside.length > 0 && edits.length - aside.length <= good)

    // Their tasks are open again at once, also without a night in between, and their frames teach nothing.
    const tasks = new Map((await ports.labelTasks.ofRecording('poison', recording)).map(({ value }) => [value.frame, value]))
    for (const { frame } of aside) assert.equal(tasks.get(frame)?.state, 'open')
    const states = await statesOf(recording)
    assert.equal(states.get('labelled')?.length, 8 + edits.length - aside.length)

    // What the person answers meanwhile does not count either, and somebody else is asked.
    const later = await answer(lena, 'poison', wrong)
    assert.equal(later.gold === undefined ? later.state : 'open', 'open')
    assert.equal((await statesOf(recording)).get('labelled')?.length, 8 + edits.length - aside.length)
    const mended = await answer(labeler('mia'), 'poison', right)
    assert.equal(mended.state, 'done')

    const { entries } = await ports.audit.read({ site: 'poison', from: 1, limit: 500 })
    const noted = entries.find(({ action }) => action === 'labeler-answers-put-aside')
    assert.deepEqual([noted?.who, noted?.subject, noted?.detail['finding']], ['system', 'labeler/lena', finding?.id])
  })

  it('are told to their own labeler a day late, so that no answer gives away which task was one', async () => {
    await plant('told', 24, 8)
    while ((await findingsOf('told')).length === 0) await answer(lena, 'told', wrong)
    const { gold, wrong: missed, asked } = (await ports.labelerQuality.find('told', 'lena', 'hand'))!.value
    const [today] = (await readOwnQuality(ports, lena, 'told')).items
    assert.deepEqual(today, { site: 'told', label: 'hand', asked, gold: 0, wrong: 0, asideSince: undefined })
    clock.advance(24 * 3_600_000)
    const [later] = (await readOwnQuality(ports, lena, 'told')).items
    assert.deepEqual([later?.gold, later?.wrong], [gold, missed])
    assert.equal(later?.asideSince, (await findingsOf('told'))[0]?.since)
    assert.deepEqual((await readOwnQuality(ports, labeler('mia'), 'told')).items, [])
  })

  it('that a data scientist finds unfair let the answers count again', async () => {
    const recording = await plant('unfair', 20, 6)
    while ((await findingsOf('unfair')).length === 0) await answer(lena, 'unfair', wrong)
    const learned = async () => (await statesOf(recording)).get('labelled')?.length ?? 0
    const lenas = (await ports.frameEdits.ofRecording('unfair', recording)).filter(({ who }) => who === 'lena').length
    assert.equal(await learned(), 6)
    const [finding] = (await readLabelerQuality(ports, ada, 'unfair')).findings
    const decision = { site: 'unfair', id: finding!.id, isRestored: true, note: 'The known answers were wrong.' }
    await assert.rejects(liftFinding(ports, scientist('lena'), decision), { code: 'role-missing' })
    clock.advance(1000)
    await liftFinding(ports, ada, decision)
    assert.equal(await learned(), 6 + lenas)
    await assert.rejects(liftFinding(ports, ada, decision), { code: 'task-changed' })
    assert.equal((await readLabelerQuality(ports, ada, 'unfair')).findings[0]?.liftedBy, 'ada')
  })

  it('that were missed for a reason keep the old answers aside and let new ones count, if so decided', async () => {
    const recording = await plant('trained', 24, 6)
    while ((await findingsOf('trained')).length === 0) await answer(lena, 'trained', wrong)
    const [finding] = await findingsOf('trained')
    clock.advance(1000)
    await liftFinding(ports, ada, { site: 'trained', id: finding!.id, isRestored: false, note: 'Shown how to do it.' })
    let answered: LabelingTask
    do answered = await answer(lena, 'trained', right)
    while (answered.gold !== undefined)
    assert.equal((await statesOf(recording)).get('labelled')?.length, 6 + 1)
  })

  it('once answered by a slip and taken back are no error', async () => {
    await plant('slip', 16, 4)
    let slipped: LabelingTask
    do slipped = await answer(lena, 'slip', wrong)
    while (slipped.gold === undefined)
    const quality = async () => (await ports.labelerQuality.find('slip', 'lena', 'hand'))!.value
    assert.equal((await quality()).wrong, 1)
    clock.advance(1000)
    const { value } = await undoTask(ports, lena, slipped.id, undefined)
    assert.equal((await quality()).wrong, 0)
    await saveTask(ports, lena, value.id, right, undefined)
    assert.deepEqual([(await quality()).gold, (await quality()).wrong], [1, 0])
  })

  it('put answers aside also when the process was killed right after the finding', async () => {
    const recording = await plant('killed', 20, 6)
    let last: LabelingTask | undefined
    const quality = async () => (await ports.labelerQuality.find('killed', 'lena', 'hand'))?.value.wrong ?? 0
    while ((await quality()) < 2) last = await answer(lena, 'killed', wrong)
    const answeredBy = ports.labelTasks.answeredBy
    let calls = 0
    const dying = {
      ...ports,
      labelTasks: {
        ...ports.labelTasks,
        answeredBy: (query: Parameters<typeof answeredBy>[0]) => {
          // The first walk marks recordings, the second opens tasks again.
          if (++calls === 2) throw new Error('killed')
          return answeredBy(query)
        },
      },
    }
    for (let isAlive = true; isAlive; ) {
      clock.advance(1000)
      const task = (await next(lena, 'killed'))!
      await saveTask(dying, lena, task.value.id, wrong, undefined).catch(() => {
        isAlive = false
      })
    }
    assert.notEqual(last, undefined)
    assert.equal((await statesOf(recording)).get('labelled')?.length, 6)
    const open = (await ports.labelTasks.ofRecording('killed', recording)).filter(
      ({ value }) => value.gold === undefined && value.state === 'open',
    )
    assert.equal(open.length, 14)
  })
})
