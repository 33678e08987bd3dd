import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import sharp from 'sharp'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Box } from '../../../shared/domain/box.ts'
import { hourOf } from '../../../shared/domain/compliance-decision.ts'
import type { Detection } from '../../../shared/domain/detection.ts'
import type { IncidentMessage, InferenceMessage } from '../../../shared/domain/messages.ts'
import { enqueueCompliance } from '../../../shared/operations/enqueue-compliance.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at, eventOf, incidentMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { bottle, markedPicture, openPlant, person, readLeft, savePolicy, workOff } from './compliance-support/compliance-plant.ts'
import { uploadSnapshot } from './compliance-support/upload-snapshot.ts'

const model = { name: 'net', version: '1', digest: 'a'.repeat(64) }
const whom: Box = { left: 0.4, top: 0.3, width: 0.1, height: 0.3 }

describe('the compliance filter', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let seconds = 0
  let site = ''
  let count = 0
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())
  beforeEach(async () => {
    seconds = 300
    site = `plant-${++count}`
    ports = await createTestApp(azurite.connectionString, { clock: () => new Date(at(seconds)) })
    await ports.devices.save({ id: device(), site, name: 'Edge' })
    await openPlant(ports, { id: site })
  })

  const device = () => `edge-of-${site}`
  const left = (container: 'compliant' | 'anomalies' = 'compliant') => readLeft(azurite.connectionString, container, site)
  const bodies = async (container?: 'anomalies') => (await left(container)).map(({ bytes }) => JSON.parse(String(bytes)))
  const decisions = async () => (await ports.complianceDecisions.ofHour(site, hourOf(at(0)))).map(({ value }) => value)

  function sight(seq: number, detections: readonly Detection[], more: Partial<InferenceMessage> = {}) {
    const frame = { at: at(seq), ptsMs: 40, width: 640, height: 360, inferenceMs: 4, detections: [...detections] }
    return eventOf({ ...inferenceMessage({ seq, seconds: seq, device: device() }), model, frames: [frame], ...more })
  }
  /** Half a minute later, when what models saw in a minute that is over is due. */
  const work = async () => {
    seconds += 30
    const outcomes = await workOff(ports, site)
    return outcomes.sort()
  }
  /** An incident whose still shows a person where the model saw one; the still is there already. */
  async function picture(
    jpeg: Uint8Array,
    { seen = [person(whom)], seq = 1, ...more }: { seen?: Detection[]; seq?: number } & Partial<IncidentMessage> = {},
  ) {
    const message = incidentMessage({ seq, seconds: seq, device: device() }, { model, label: 'bottle', ...more })
    await ingestBatch(ports, [eventOf(message), ...(seen.length > 0 ? [sight(seq, seen)] : [])])
    assert.equal(await uploadSnapshot(ports, azurite.connectionString, message, jpeg, { site }), 'accepted')
    return message
  }
  const onlyPicture = async () => {
    const pictures = (await left()).filter(({ name }) => name.endsWith('.jpg'))
    assert.equal(pictures.length, 1)
    return pictures[0]!
  }

  test('lets a minute of a camera leave as one file, in the form of its kind', async () => {
    const box = { left: 0.1, top: 0.1, width: 0.1, height: 0.2 }
    await ingestBatch(
      ports,
      [1, 2, 3].map((seq) => sight(seq, [bottle(box, { track: 77 })])),
    )
    assert.deepEqual(await work(), ['compliant'])
    const [file] = await left()
    assert.match(file!.name, new RegExp(`^${site}/standard/2026/11/20/inferences/[0-9a-f]{32}-v0\\.json$`))
    const frame = (second: number) => ({
      ...{ at: at(second), width: 640, height: 360, model: { name: 'net', version: '1' } },
      detections: [{ label: 'bottle', confidence: 0.9, box }],
    })
    const expected = { kind: 'inferences', site, at: at(0), camera: 'camera-1', frames: [1, 2, 3].map(frame) }
    assert.deepEqual(JSON.parse(String(file!.bytes)), expected)
  })

  test('waits for the end of a minute before it looks', async () => {
    seconds = 2
    await ingestBatch(ports, [sight(1, [])])
    seconds = 89
    assert.deepEqual(await workOff(ports, site), ['waiting'])
    seconds = 90
    assert.deepEqual(await workOff(ports, site), ['compliant'])
  })

  test('takes people out of what models saw, or the frames with them where the policy says so', async () => {
    await ingestBatch(ports, [sight(1, [person(whom), bottle(whom)]), sight(2, [bottle(whom)])])
    assert.deepEqual(await work(), ['redacted'])
    const [covered] = await bodies()
    assert.deepEqual(
      covered.frames.map((frame: { detections: unknown[] }) => frame.detections.length),
      [1, 1],
    )

    await savePolicy(ports, { people: { treatment: 'drop' } }, site)
    await ingestBatch(ports, [sight(61, [person(whom), bottle(whom)]), sight(62, [bottle(whom)]), sight(121, [person(whom)])])
    assert.deepEqual(await work(), ['redacted', 'withheld'])
    const frames = (await bodies()).filter((body) => body.at === at(60)).flatMap((body) => body.frames)
    assert.deepEqual(
      frames.map((frame: { at: string }) => frame.at),
      [at(62)],
    )
  })

  test('fills people on a picture in whole blocks and leaves the rest as it was', async () => {
    await picture(await markedPicture([whom]))
    await work()
    const { data, info } = await sharp((await onlyPicture()).bytes)
      .raw()
      .toBuffer({ resolveWithObject: true })
    const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
    assert.deepEqual([info.width, info.height], [640, 360])
    assert.ok(
      pixel(288, 160).every((value) => Math.abs(value - 114) < 3),
      String(pixel(288, 160)),
    )
    assert.ok(
      pixel(40, 40).every((value) => Math.abs(value - 60) < 3),
      String(pixel(40, 40)),
    )
    let magenta = 0
    for (let index = 0; index < data.length; index += 3) if (data[index]! - data[index + 1]! > 12) magenta++
    assert.equal(magenta, 0)
  })

  test('makes pictures no larger than the policy says and covers the masks of their camera', async () => {
    const mask = { left: 0, top: 0, width: 0.5, height: 0.5 }
    await savePolicy(ports, { longSide: 160, people: { cameras: { 'camera-1': { people: 'masks', masks: [mask] } } } }, site)
    await picture(await markedPicture([mask]), { seen: [] })
    seconds += 15 * 60
    await work()
    const { data, info } = await sharp((await onlyPicture()).bytes)
      .raw()
      .toBuffer({ resolveWithObject: true })
    assert.deepEqual([info.width, info.height], [160, 90])
    assert.ok(
      [...data].every((value) => value < 130),
      'the mask shines through',
    )
  })

  test('keeps a picture of which nobody knows who is on it, once the device had its time to say', async () => {
    const message = await picture(await markedPicture([whom]), { seen: [] })
    assert.deepEqual(await work(), ['compliant', 'waiting'])
    seconds += 15 * 60
    assert.deepEqual(await work(), ['withheld'])
    assert.deepEqual((await decisions()).map(({ rule }) => rule).sort(), ['everything', 'people-unknown'])

    // What the device saw comes after the picture: then it is known.
    const late = incidentMessage({ seq: 5, seconds: 5, device: device() }, { model, label: 'bottle', rule: 'other' })
    await ingestBatch(ports, [eventOf(late)])
    await uploadSnapshot(ports, azurite.connectionString, late, await markedPicture([whom]), { site })
    assert.ok((await work()).includes('waiting'))
    await ingestBatch(ports, [sight(5, [person(whom)])])
    assert.ok((await work()).includes('redacted'))
    assert.notEqual(message.incident, late.incident)
  })

  test('keeps pictures of a model that cannot see people, unless nobody can be there', async () => {
    const blind = { ...model, digest: 'c'.repeat(64) }
    const registered = { ...blind, name: `${site}-blind`, site, state: 'approved' as const, cardSha256: 'b'.repeat(64) }
    await ports.models.save({ ...registered, labels: ['bottle'], bytes: 1, createdAt: at(0) }, undefined)
    const jpeg = await markedPicture([])
    const message = incidentMessage({ seq: 1, seconds: 1, device: device() }, { model: blind, label: 'bottle' })
    await ingestBatch(ports, [eventOf(message), sight(1, [], { model: blind })])
    await uploadSnapshot(ports, azurite.connectionString, message, jpeg, { site })
    assert.deepEqual(await work(), ['compliant', 'compliant', 'withheld'])

    await savePolicy(ports, { people: { cameras: { 'camera-1': { people: 'nobody' } } } }, site)
    const next = incidentMessage({ seq: 2, seconds: 2, device: device() }, { model: blind, label: 'bottle', rule: 'other' })
    await ingestBatch(ports, [eventOf(next)])
    await uploadSnapshot(ports, azurite.connectionString, next, jpeg, { site })
    assert.deepEqual(await work(), ['compliant', 'compliant'])
  })

  test('quarantines pictures that cannot be read to their end, or that a viewer would turn', async () => {
    const whole = await markedPicture([whom], { width: 1280, height: 720 })
    const turned = await sharp(whole).withMetadata({ orientation: 6 }).toBuffer()
    const bad = [whole.subarray(0, whole.length / 2), turned, Buffer.concat([whole.subarray(0, 400), Buffer.alloc(400, 0xff)])]
    for (const [index, jpeg] of bad.entries()) {
      await picture(jpeg, { seq: 10 + index })
      assert.ok((await work()).includes('quarantined'), String(index))
    }
    assert.deepEqual(
      (await left()).filter(({ name }) => name.endsWith('.jpg')),
      [],
    )
    const rules = (await decisions()).filter(({ outcome }) => outcome === 'quarantined').map(({ rule }) => rule)
    assert.deepEqual(rules, ['picture-unreadable', 'picture-unreadable', 'picture-unreadable'])
  })

  test('says the same of what comes twice, and replaces what left when a late message changes a minute', async () => {
    await ingestBatch(ports, [sight(1, [bottle(whom)])])
    await work()
    const [first] = await left()
    await ingestBatch(ports, [sight(1, [bottle(whom)])])
    assert.deepEqual(await work(), ['known'])
    assert.deepEqual(await left(), [first])

    await ingestBatch(ports, [sight(2, [bottle(whom)])])
    assert.deepEqual(await work(), ['compliant'])
    const [second, ...others] = await left()
    assert.deepEqual(others, [])
    assert.notEqual(second!.name, first!.name)
    assert.equal(JSON.parse(String(second!.bytes)).frames.length, 2)
  })

  test('does not judge again what only another policy would judge otherwise; what changed it judges by the newest', async () => {
    await ingestBatch(ports, [sight(1, [bottle(whom)]), eventOf(incidentMessage({ seq: 2, seconds: 2, device: device() }, { model }))])
    assert.deepEqual(await work(), ['compliant', 'compliant'])
    await savePolicy(ports, { rules: [{ id: 'nothing', action: 'withhold' }] }, site)
    await ingestBatch(ports, [sight(1, [bottle(whom)])])
    assert.deepEqual(await work(), ['known'])
    assert.equal((await left()).length, 2)
    const closed = incidentMessage({ seq: 9, seconds: 9, device: device() }, { model, phase: 'closed', start: 2 })
    await ingestBatch(ports, [eventOf(closed)])
    assert.deepEqual(await work(), ['withheld'])
    assert.deepEqual(
      (await left()).map(({ name }) => name.split('/')[5]),
      ['inferences'],
    )
  })

  test('takes scores in as messages and lays those that are unlike others with the anomalies', async () => {
    const score = {
      device: device(),
      bootId: 'boot-1',
      model,
      width: 640,
      height: 360,
      inferenceMs: 3,
      detections: [bottle(whom), person(whom)],
    }
    await ingestBatch(ports, [
      eventOf({ ...score, seq: 1, at: at(1), camera: 'camera-1' }, { type: 'score' }),
      eventOf(
        { ...score, seq: 2, at: at(2), detections: [], anomaly: { measure: 'embedding', observed: 9, expected: 2 } },
        { type: 'score' },
      ),
    ])
    const id = 'f'.repeat(64)
    const counted = {
      id,
      at: at(0),
      until: at(3600),
      measure: 'objects',
      cameras: ['camera-1'],
      observed: 90,
      expected: 20,
      low: 10,
      high: 30,
    }
    await enqueueCompliance(ports, [{ kind: 'anomaly', site, anomaly: counted }])
    assert.deepEqual(await work(), ['compliant', 'compliant', 'redacted'])
    const [scored] = await bodies()
    assert.deepEqual(
      scored.detections.map(({ label }: Detection) => label),
      ['bottle'],
    )
    const anomalies = await bodies('anomalies')
    assert.deepEqual(anomalies.map((body) => [body.kind, (body.anomaly ?? body).observed]).sort(), [
      ['anomaly', 90],
      ['score', 9],
    ])
  })

  test('names nothing of an item in the file names of what left', async () => {
    await picture(await markedPicture([whom]), { camera: 'secret-camera', rule: 'secret-rule', seen: [] })
    await savePolicy(ports, { people: { cameras: { 'secret-camera': { people: 'nobody' } } }, fields: { incident: [] } }, site)
    seconds += 15 * 60
    await work()
    for (const { name, bytes } of await left()) {
      assert.doesNotMatch(name, /secret/)
      assert.ok(!bytes.includes('secret'), name)
    }
    assert.equal((await left()).length, 2)
  })
})
