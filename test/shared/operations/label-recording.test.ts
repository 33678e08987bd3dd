import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import type { Recording } from '../../../shared/domain/recording.ts'
import { labelRecording } from '../../../shared/operations/label-recording.ts'
import type { Ports } from '../../../shared/ports.ts'
import { box, detection, frameAt, inference, instant, judged, manifestOf, missed, verdictOf } from '../../harness/labeling/sample-facts.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

describe('labeling a recording', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock('2026-03-02T02:00:00.000Z')

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now })
  })
  after(() => azurite.close())

  const recordingOf = (id: string, site: string): Recording => ({
    ...{ id, site, device: 'press-1', camera: 'line-1', startedAt: instant(0), endedAt: instant(60_000), path: `${site}/${id}.mp4` },
    ...{ bytes: 1000, sha256: 'f'.repeat(64), codec: 'avc1', frameRate: 25, width: 640, height: 360, receivedAt: instant(70_000) },
  })

  /** A site with one recording: a confirmed incident at 1 s, a rejected one at 10 s, an inconclusive one at 20 s, a report at 30 s, doubt at 40 s. */
  async function plant(site: string): Promise<string> {
    const id = `rec-${site}`
    await ports.recordings.save(recordingOf(id, site))
    const frames = [1000, 10_000, 20_000, 30_000].map((ptsMs) => frameAt(ptsMs))
    const all = [...frames, frameAt(40_000, { reasons: ['unsure'] }), frameAt(50_000, { reasons: ['sparse'] })]
    await ports.frames.saveManifest(manifestOf(all, { recording: id, site }))
    const incidents = [
      judged(`${site}-1`, 900, 1500, [verdictOf('confirmed')]),
      judged(`${site}-2`, 9900, 10_500, [verdictOf('rejected')]),
      judged(`${site}-3`, 19_900, 20_500, [verdictOf('inconclusive')]),
    ]
    for (const { incident, entries } of incidents)
      await ports.incidents.write({ incident: { ...incident, site }, version: undefined, entries })
    for (const { message } of [1000, 10_000, 20_000, 40_000].map((ptsMs) => inference(ptsMs, [detection('hand', 0.1, 1)]))) {
      for (const frame of message.frames) frame.recording = id
      await ports.inferences.save({ site, isLate: false, time: message.at, message })
    }
    await ports.missedObjects.save(missed(30_000, 'hand', 0.5, { site, id: `missed-${site}` }))
    return id
  }

  const labelsOf = async (recording: string) => (await ports.frames.labels(recording))!.frames
  const tasksOf = async (site: string, recording: string) => (await ports.labelTasks.ofRecording(site, recording)).map(({ value }) => value)

  it('turns all that is known into labels, counts and tasks', async () => {
    const id = await plant('whole')
    const result = await labelRecording(ports, id)
    assert.deepEqual(result, { outcome: 'done', frames: 0, annotations: 2, bytes: 0 })
    assert.deepEqual(
      (await labelsOf(id)).map(({ group, state, doubt }) => [group, state, doubt].join(' ').trim()),
      [
        'positive labelled',
        'false-positive labelled',
        'background undecided inconclusive',
        'positive labelled',
        'background undecided unsure',
        'background unjudged',
      ],
    )
    const work = (await ports.recordingWork.find(recordingOf(id, 'whole')))!.value
    assert.deepEqual([work.positive, work.falsePositive, work.undecided], [2, 1, 2])
    const tasks = await tasksOf('whole', id)
    assert.deepEqual(tasks.map(({ reason, labels, state }) => `${reason} ${labels} ${state}`).sort(), [
      'inconclusive hand open',
      'unsure hand open',
    ])
    assert.deepEqual(tasks[0]?.suggestions[0]?.box, box(0.1))
  })

  it('again leaves the same bytes, tasks and counts', async () => {
    const id = await plant('again')
    await labelRecording(ports, id)
    const before = [
      canonicalJson(await labelsOf(id)),
      await ports.labelTasks.ofRecording('again', id),
      await ports.recordingWork.find(recordingOf(id, 'again')),
    ]
    clock.advance(60_000)
    assert.equal((await labelRecording(ports, id)).outcome, 'known')
    assert.deepEqual(
      [
        canonicalJson(await labelsOf(id)),
        await ports.labelTasks.ofRecording('again', id),
        await ports.recordingWork.find(recordingOf(id, 'again')),
      ],
      before,
    )
  })

  it('ends a task when a verdict has answered it, and asks again when the verdict is taken back', async () => {
    const id = await plant('settled')
    await labelRecording(ports, id)
    const state = async () => (await tasksOf('settled', id)).find(({ reason }) => reason === 'inconclusive')?.state
    const decide = async (entry: Parameters<Ports['incidents']['write']>[0]['entries']) => {
      const { value, version } = (await ports.incidents.find('settled-3'))!
      await ports.incidents.write({ incident: value, version, entries: entry! })
      await labelRecording(ports, id)
    }
    await decide([verdictOf('rejected', { seq: 2 })])
    assert.equal(await state(), 'closed')
    await decide([{ kind: 'withdrawal', seq: 3, who: 'anna', name: 'anna', at: instant(0), of: 2 }])
    assert.equal(await state(), 'open')
  })

  it('that stopped anywhere is brought to the same end by the next try', async () => {
    const whole = await plant('undisturbed')
    await labelRecording(ports, whole)
    for (const port of ['saveLabels', 'saveTask', 'saveWork'] as const) {
      const id = await plant(`stopped-${port.toLowerCase()}`)
      const stop = async () => {
        throw new Error('killed')
      }
      const broken = {
        ...ports,
        ...(port === 'saveLabels' && { frames: { ...ports.frames, saveLabels: stop } }),
        ...(port === 'saveTask' && { labelTasks: { ...ports.labelTasks, save: stop } }),
        ...(port === 'saveWork' && { recordingWork: { ...ports.recordingWork, save: stop } }),
      }
      await assert.rejects(labelRecording(broken, id), /killed/)
      await labelRecording(ports, id)
      const plain = async (recording: string, site: string) => {
        const tasks = await tasksOf(site, recording)
        const text = JSON.stringify([await labelsOf(recording), tasks.map(({ frame, reason, state }) => [frame, reason, state]).sort()])
        return text.replaceAll(site, 'site')
      }
      assert.equal(await plain(id, `stopped-${port.toLowerCase()}`), await plain(whole, 'undisturbed'))
    }
  })

  it('asks once about a picture that is in the recording twice', async () => {
    await ports.recordings.save(recordingOf('rec-twins', 'twins'))
    const frame = frameAt(1000, { reasons: ['unsure'] })
    const twin = { ...frame, ptsMs: 2000, index: 50, at: instant(2000) }
    await ports.frames.saveManifest(manifestOf([frame, twin], { recording: 'rec-twins', site: 'twins' }))
    await labelRecording(ports, 'rec-twins')
    const before = await ports.labelTasks.ofRecording('twins', 'rec-twins')
    assert.deepEqual(
      before.map(({ value }) => value.ptsMs),
      [1000],
    )
    await labelRecording(ports, 'rec-twins')
    assert.deepEqual(await ports.labelTasks.ofRecording('twins', 'rec-twins'), before)
  })

  it('without frames has nothing to do, and one that does not exist is refused', async () => {
    await ports.recordings.save(recordingOf('rec-bare', 'bare'))
    assert.equal((await labelRecording(ports, 'rec-bare')).outcome, 'known')
    await assert.rejects(labelRecording(ports, 'rec-none'), { code: 'not-found' })
  })
})
