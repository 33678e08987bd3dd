import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createTemporaryFiles } from '../../../shared/adapters/temporary-files.ts'
import { createVideoSplitter, type VideoSplitter } from '../../../shared/adapters/video-splitter.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import type { FrameManifest } from '../../../shared/domain/frame.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import { NightPolicy } from '../../../shared/domain/night-policy.ts'
import { inParallel } from '../../../shared/operations/in-parallel.ts'
import { splitRecording } from '../../../shared/operations/split-recording.ts'
import type { Ports } from '../../../shared/ports.ts'
import { listCrashPoints, runIntoCrash } from '../../harness/crash-runner.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { at } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { makeTestVideo, repack, temporaryFolder } from '../video/support/make-test-video.ts'
import { blobNames, putBlob, readBlob, storeRecording } from './archive-support/store-recording.ts'

const script = fileURLToPath(new URL('./split-support/split-process.ts', import.meta.url))
const container = 'ml-data'

describe('splitting a recording', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let splitVideo: VideoSplitter
  let folder = ''
  let video = Buffer.alloc(0)
  const cleanups: (() => void)[] = []

  before(async () => {
    folder = temporaryFolder({ after: (fn) => void cleanups.push(fn as () => void) })
    makeTestVideo(join(folder, 'plain.mp4'), { width: 96, height: 64, frames: 75, groupSize: 25 })
    await repack(join(folder, 'plain.mp4'), join(folder, 'segment.mp4'), { isFragmented: true })
    video = readFileSync(join(folder, 'segment.mp4'))
    azurite = await startAzurite()
    splitVideo = createVideoSplitter()
    const scratch = createTemporaryFiles(join(folder, 'scratch'))
    ports = await createTestApp(azurite.connectionString, { splitVideo, scratch, storageTime: async () => new Date(at(4000)) })
    const sampling = { insideMs: 200, outsideMs: 1000, unsure: 0, nearDuplicateBits: -1 }
    await ports.nights.savePolicy('plant-1', NightPolicy.parse({ sampling }), undefined)
  })
  after(async () => {
    await splitVideo.close()
    await azurite.close()
    for (const clean of cleanups) clean()
  })

  /** In the archive, and three seconds long. */
  async function archived(id: string, start: number, bytes: Uint8Array = video) {
    const recording = await storeRecording(ports, azurite.connectionString, { id, start, seconds: 3, video: bytes })
    await putBlob(azurite.connectionString, 'archive', recording.path, bytes)
    return recording
  }

  function incident(id: string, from: number, to: number, more: Partial<Incident> = {}): Incident {
    const peak = { ...sampleIncident(id).peak, at: at((from + to) / 2) }
    return sampleIncident(id, { site: 'plant-1', camera: 'camera-1', startedAt: at(from), endedAt: at(to), peak, ...more })
  }

  const manifest = async (id: string) => {
    const found = await ports.frames.manifest(id)
    assert(found !== undefined)
    return found
  }
  const blob = (path: string) => readBlob(azurite.connectionString, container, path)
  const workOf = async (recording: Parameters<Ports['recordingWork']['find']>[0]) => (await ports.recordingWork.find(recording))?.value

  test('frames lie under their hashes, and the manifest says where each comes from and why', async () => {
    const recording = await archived('rec-plain', 1000)
    await ports.incidents.write({ incident: incident('inc-plain', 1001, 1001.4), version: undefined })
    const result = await splitRecording(ports, recording.id)
    const { frames, ...about } = await manifest(recording.id)
    assert.deepEqual(result, { outcome: 'done', frames: frames.length, annotations: 0, bytes: video.length })
    assert.deepEqual(
      { ...about, decoder: 'any' },
      {
        ...{ recording: 'rec-plain', site: 'plant-1', camera: 'camera-1', startedAt: at(1000), endedAt: at(1003) },
        ...{ videoSha256: recording.sha256, decoder: 'any', outcome: 'complete', nearDuplicates: 0 },
      },
    )
    assert.deepEqual(
      frames.filter(({ reasons }) => reasons.includes('incident')).map(({ at: time }) => time.slice(17, 23)),
      ['40.600', '40.800', '41.000', '41.200', '41.400', '41.600', '41.800'],
    )
    assert(frames.some(({ reasons }) => reasons.includes('keyframe')))
    for (const { id, bytes, width, height, index, ptsMs } of frames) {
      const jpeg = await ports.frames.read(id)
      assert(jpeg !== undefined)
      assert.equal(createHash('sha256').update(jpeg).digest('hex'), id)
      assert.deepEqual([jpeg.length, width, height, Math.round(ptsMs)], [bytes, 96, 64, index * 40])
      assert.deepEqual(await ports.frames.origin(id), { recording: 'rec-plain', site: 'plant-1', camera: 'camera-1' })
    }
    assert.equal((await workOf(recording))?.frames, frames.length)
    assert.equal(String(await blob('manifests/rec-plain.json')), canonicalJson(await manifest(recording.id)))
  })

  test('the same question is not asked twice, and no file of it stays on the machine', async () => {
    const recording = await archived('rec-again', 2000)
    const first = await splitRecording(ports, recording.id)
    const asked: string[] = []
    const count: Ports['splitVideo'] = (request, onFrame) => {
      asked.push(request.file)
      return splitVideo(request, onFrame)
    }
    const counting: Ports = { ...ports, splitVideo: count }
    assert.deepEqual(await splitRecording(counting, recording.id), { outcome: 'known', frames: first.frames, annotations: 0, bytes: 0 })
    assert.deepEqual(asked, [])
    assert.deepEqual(readdirSync(join(folder, 'scratch')), [])
  })

  test('an incident that comes later adds frames, and those that were wanted before keep their names', async () => {
    const recording = await archived('rec-later', 3000)
    await splitRecording(ports, recording.id)
    const before = (await manifest(recording.id)).frames
    const late = incident('inc-later', 3000.5, 3001)
    await ports.incidents.write({ incident: late, version: undefined })
    assert.equal((await splitRecording(ports, recording.id)).outcome, 'done')
    const after = (await manifest(recording.id)).frames
    assert(after.length > before.length)
    const kept = new Set(after.map(({ id }) => id))
    for (const { id, reasons } of before) if (!reasons.includes('keyframe')) assert(kept.has(id))
  })

  test('a frame that a person drew on is taken at its time and never dropped as a duplicate', async () => {
    const recording = await archived('rec-drawn', 4000)
    await ports.missedObjects.save({
      ...{
        id: 'missed-1',
        site: 'plant-1',
        camera: 'camera-1',
        at: at(4001.48),
        label: 'leak',
        reportedAt: at(4100),
        who: 'p1',
        name: 'Ada',
      },
      box: { left: 0.1, top: 0.1, width: 0.2, height: 0.2 },
    })
    const sampling = { insideMs: 200, outsideMs: 1000, nearDuplicateBits: 64 }
    const strict: Ports = {
      ...ports,
      nights: { ...ports.nights, policy: async () => ({ value: NightPolicy.parse({ sampling }), version: 'v' }) },
    }
    await splitRecording(strict, recording.id)
    const { frames, nearDuplicates } = await manifest(recording.id)
    assert.deepEqual(
      frames.filter(({ reasons }) => reasons.includes('person')).map(({ index }) => index),
      [37],
    )
    assert(nearDuplicates > 0)
    assert.equal(frames.length, 2)
  })

  test('a video that breaks off keeps the frames before the break and says so', async () => {
    const recording = await archived('rec-cut', 5000, video.subarray(0, Math.floor(video.length * 0.6)))
    await ports.incidents.write({ incident: incident('inc-cut', 5000, 5003), version: undefined })
    const { outcome, reason, frames } = await splitRecording(ports, recording.id)
    assert.equal(outcome, 'done')
    assert.match(reason ?? '', /breaks off/)
    const listed = await manifest(recording.id)
    assert.deepEqual([listed.outcome, listed.reason, listed.frames.length], ['partial', reason, frames])
    assert(frames > 3 && frames < 16, `${frames}`)
  })

  test('a video without a picture is empty, which is a result and no failure', async () => {
    const silent = Buffer.from(video)
    silent.write('soun', silent.indexOf('hdlr') + 12, 'latin1')
    const recording = await archived('rec-empty', 6000, silent)
    assert.deepEqual((await splitRecording(ports, recording.id)).outcome, 'done')
    const { outcome, frames } = await manifest(recording.id)
    assert.deepEqual([outcome, frames], ['empty', []])
    assert.equal((await splitRecording(ports, recording.id)).outcome, 'known')
  })

  test('one bad video among 20 good ones changes none of them, and is put aside after its second try', async () => {
    const bad = await archived('rec-bad', 7000, Buffer.from('this was a video once'.repeat(50)))
    const good = await Promise.all(Array.from({ length: 20 }, (_, index) => archived(`rec-good-${index}`, 7100 + index * 10)))
    const digests = async () => Promise.all(good.map(async ({ id }) => String(await blob(`manifests/${id}.json`))))
    const first = await Promise.all([bad, ...good].map(({ id }) => splitRecording(ports, id)))
    assert.deepEqual([first[0]?.outcome, new Set(first.slice(1).map(({ outcome }) => outcome))], ['bad', new Set(['done'])])
    assert.match(first[0]?.reason ?? '', /not an MP4/)
    const frames = (await digests()).map((text) => JSON.parse(text).frames.map(({ id }: { id: string }) => id))
    for (const ids of frames) assert(ids.length > 0)
    const before = await digests()

    const putAside = async () => (await ports.quarantine.list({ limit: 100 })).items.filter(({ reason }) => reason === 'video-unreadable')
    assert.deepEqual(await putAside(), [])
    // What the night writes down after a bad result.
    const work = await ports.recordingWork.find(bad)
    const known = work?.value ?? {
      recording: bad.id,
      site: bad.site,
      camera: bad.camera,
      startedAt: bad.startedAt,
      endedAt: bad.endedAt,
      failures: [],
    }
    await ports.recordingWork.save({ ...known, failures: [{ step: 'split', at: at(8000), reason: 'not an MP4' }] }, work?.version)
    for (let time = 0; time < 2; time++) assert.equal((await splitRecording(ports, bad.id)).outcome, 'bad')
    const items = await putAside()
    assert.deepEqual([items.length, items[0]?.device], [1, 'edge-1'])
    assert.match(items[0]?.detail ?? '', /rec-bad: It is not an MP4/)
    assert.equal(await ports.frames.manifest(bad.id), undefined)
    assert.deepEqual(await digests(), before)
  })

  test('an archived file that is not the one of the recording is not looked at', async () => {
    const recording = await archived('rec-swapped', 9000)
    await putBlob(azurite.connectionString, 'archive', recording.path, Buffer.concat([video, Buffer.from([0])]))
    await assert.rejects(splitRecording(ports, recording.id), { code: 'video-lost' })
    await assert.rejects(splitRecording(ports, 'rec-unknown'), { code: 'not-found' })
    assert.deepEqual(readdirSync(join(folder, 'scratch')), [])
  })

  test('killed at each frame and step and run again, a night later, it leaves the same frames and the same manifest', async () => {
    const recording = await archived('rec-killed', 10_000)
    await ports.incidents.write({ incident: incident('inc-killed', 10_000.6, 10_000.7), version: undefined })
    const scratch = join(folder, 'killed')
    const run = (now: number) => [azurite.connectionString, recording.id, scratch, at(now)]
    const frameNames = async () => (await blobNames(azurite.connectionString, container, 'frames/')).sort()
    const existing = new Set(await frameNames())
    const points = await listCrashPoints(script, run(11_000))
    const expected = await manifest(recording.id)
    const text = String(await blob('manifests/rec-killed.json'))
    const all = points.flatMap(({ name, times }) => Array.from({ length: times }, (_, time) => ({ name, time: time + 1 })))
    assert.equal(points.find(({ name }) => name === 'split-frame-stored')?.times, expected.frames.length)
    const outcomes: FrameManifest[] = []
    // Each has a recording of its own with the same video.
    await inParallel(all.entries(), 2, async ([index, { name, time }]) => {
      const shift = (index + 1) * 20_000
      const own = await archived(`rec-killed-${index}`, 10_000 + shift)
      await ports.incidents.write({ incident: incident(`inc-killed-${index}`, 10_000.6 + shift, 10_000.7 + shift), version: undefined })
      await runIntoCrash(script, [azurite.connectionString, own.id, scratch, at(11_000)], name, time)
      await splitRecording(ports, own.id)
      outcomes.push(await manifest(own.id))
    })
    assert.equal(outcomes.length, all.length)
    for (const { frames } of outcomes)
      assert.deepEqual(
        frames.map(({ at: _, ...frame }) => frame),
        expected.frames.map(({ at: _, ...frame }) => frame),
      )
    await splitRecording(ports, recording.id)
    assert.equal(String(await blob('manifests/rec-killed.json')), text)
    const added = (await frameNames()).filter((name) => !existing.has(name))
    assert(added.every((name) => expected.frames.some(({ id }) => name === `frames/${id}.jpg`)))
    // What the killed ones left on the machine goes with the next that works there.
    await createTemporaryFiles(scratch).use(async () => {})
    assert.deepEqual(readdirSync(scratch), [])
  })
})
