import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Evaluation } from '../../../shared/domain/evaluation.ts'
import { evaluateModel } from '../../../shared/operations/evaluate-model.ts'
import { listComparedFrames } from '../../../shared/operations/list-compared-frames.ts'
import { recomputeEvaluation } from '../../../shared/operations/recompute-evaluation.ts'
import type { Ports } from '../../../shared/ports.ts'
import { crown, enterModel, site, storeDataset, storeIncidents } from '../../harness/evaluated-plant.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

describe('the comparison of a candidate with the champion', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let first: Evaluation
  let second: Evaluation
  const clock = createVirtualClock('2026-03-05T00:00:00.000Z')
  const inputsOf = (container = 'evaluations') =>
    BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(container)

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now })
    await storeDataset(ports)
    await storeIncidents(ports, azurite.connectionString)
    const { value } = await ports.evaluations.gatePolicy(site)
    await ports.evaluations.saveGatePolicy(site, { ...value, leastObjects: 10 }, undefined)
    const careless = await enterModel(ports, 'careless', 0.3)
    await enterModel(ports, 'careful', 0.6)
    first = await evaluateModel(ports, { site, name: 'careless', version: '1' })
    await crown(ports, careless)
    second = await evaluateModel(ports, { site, name: 'careful', version: '1' })
  })
  after(() => azurite.close())

  test('of a first model is left to a person, with all its figures', () => {
    assert.equal(first.champion, undefined)
    assert.equal(first.gate.verdict, 'undecided')
    assert.match(first.gate.reason, /no champion/)
    const { red } = first.test.candidate.perClass
    assert.deepEqual([red!.objects, red!.truePositives, red!.falsePositives], [16, 16, 8])
    assert.deepEqual({ ...first.replay.candidate }, { days: 14, confirmed: 1, rejected: 1, found: 1, falseAlarms: 1, other: 0, missed: [] })
  })

  test('finds the one better that makes the same right and less wrong, in the test and in the recent past', () => {
    assert.equal(second.gate.verdict, 'better', second.gate.reason)
    assert.equal(second.test.candidate.perClass['red']!.f1, 1)
    assert.equal(second.test.champion!.perClass['red']!.f1, 0.8)
    assert.deepEqual([second.replay.candidate.falseAlarms, second.replay.champion!.falseAlarms], [0, 1])
    assert.deepEqual([second.replay.candidate.found, second.incidentsMissed], [1, 0])
    assert.equal(second.alertsSavedPerDay, 1 / 14)
  })

  test('lists the frames that it alone gets right, page by page, and puts who looks on the audit chain first', async () => {
    const person = { id: 'scientist', name: 'Scientist', roles: ['data-scientist' as const], sites: [site] }
    const page = await listComparedFrames(ports, person, second.digest, { outcome: 'candidate', limit: 5 })
    assert.deepEqual(page.counts, { candidate: 8, champion: 0, both: 16, neither: 0 })
    const rest = await listComparedFrames(ports, person, second.digest, { outcome: 'candidate', limit: 5, cursor: page.cursor })
    assert.deepEqual([page.items.length, rest.items.length, rest.cursor], [5, 3, undefined])
    for (const { objects, candidate, champion } of page.items) {
      assert.deepEqual([objects, candidate, champion!.map(({ isRight }) => isRight)], [[], [], [false]])
    }
    for (const { frame, url } of page.items) assert.ok(new URL(url).pathname.endsWith(`/ml-data/frames/${frame}.jpg`), url)
    const { entries } = await ports.audit.read({ site, from: 1, limit: 1000 })
    const viewed = entries.filter(({ subject }) => subject === `evaluation/${second.digest}/frames`)
    assert.deepEqual(
      viewed.map(({ who, action, detail }) => [who, action, detail['frames']]),
      [
        ['scientist', 'media-viewed', page.items.map(({ frame }) => frame).join(' ')],
        ['scientist', 'media-viewed', rest.items.map(({ frame }) => frame).join(' ')],
      ],
    )
    const stranger = { ...person, sites: ['plant-2'] }
    await assert.rejects(listComparedFrames(ports, stranger, second.digest, { limit: 5 }), { code: 'not-found' })
  })

  test('answers the same question with the same evaluation, also many times at once and a day later', async () => {
    clock.advance(3_600_000)
    const again = await Promise.all([1, 2, 3].map(() => evaluateModel(ports, { site, name: 'careful', version: '1' })))
    for (const one of again) assert.deepEqual(one, second)
    assert.equal((await ports.models.find('careful', '1'))?.value.evaluation, second.digest)
  })

  test('of two that answer at once the first counts', async () => {
    await enterModel(ports, 'careful-too', 0.61)
    const both = await Promise.all([1, 2].map(() => evaluateModel(ports, { site, name: 'careful-too', version: '1' })))
    assert.equal(both[0]!.digest, both[1]!.digest)
  })

  test('comes out of its stored inputs again, bit for bit', async () => {
    for (const { digest, gate } of [first, second]) {
      assert.deepEqual(await recomputeEvaluation(ports, digest), { digest, isSame: true, verdict: gate.verdict, reason: gate.reason })
    }
  })

  test('that somebody rewrote does not come out of its inputs', async () => {
    const { champion: _, ...rest } = second
    const forged = { ...rest, digest: 'f'.repeat(64), gate: { ...second.gate, reason: 'It is better.' } }
    await ports.evaluations.save(forged)
    assert.equal((await recomputeEvaluation(ports, forged.digest)).isSame, false)
  })

  test('with an input that somebody changed or removed is no evaluation any more', async () => {
    const blob = inputsOf().getBlockBlobClient(`inputs/${first.inputs['candidate-seen']}`)
    const text = await blob.downloadToBuffer()
    await blob.upload(Buffer.from(text.toString('utf8').replace('0.3', '0.2')), text.length)
    await assert.rejects(recomputeEvaluation(ports, first.digest), { code: 'evaluation-damaged' })
    await blob.delete()
    await assert.rejects(recomputeEvaluation(ports, first.digest), { code: 'evaluation-damaged' })
  })

  test('finds one worse that does not know what a rule asks for', async () => {
    const [camera] = await ports.fleet.cameras(site)
    const [rule] = await ports.fleet.rules(site)
    await ports.fleet.saveRule({ ...rule!, id: 'leak', rule: { ...rule!.rule, camera: camera!.id, label: 'leak' } })
    const { gate } = await evaluateModel(ports, { site, name: 'careful', version: '1' })
    assert.equal(gate.verdict, 'worse')
    assert.match(gate.reason, /leak/)
    await ports.fleet.removeRule(site, 'leak')
  })

  test('notices a champion whose file was exchanged in storage', async () => {
    const other = await ports.models.readFile({ name: 'careful', version: '1' }, 'model.onnx')
    const swapped = Buffer.concat([other!, Buffer.from([0xb0, 0x06, 0x01])])
    await inputsOf('models').getBlockBlobClient('careless/1/model.onnx').upload(swapped, swapped.length)
    await assert.rejects(evaluateModel(ports, { site, name: 'careful', version: '1' }), { code: 'model-invalid' })
  })

  test('needs a dataset, and a model of the site', async () => {
    await assert.rejects(evaluateModel(ports, { site: 'plant-2', name: 'careful', version: '1' }), { code: 'not-found' })
    await assert.rejects(evaluateModel(ports, { site, name: 'nobody', version: '1' }), { code: 'not-found' })
  })
})
