import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { HttpRequest, InvocationContext } from '@azure/functions'
import yazl from 'yazl'
import { modelRoutes } from '../../../functions/review/routes/models.ts'
import { serveRoute } from '../../../functions/review/serve-route.ts'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { platformHeaders } from '../../../local/sign-in/identify.ts'
import { laptopPeople, laptopTenant } from '../../../local/sign-in/people.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { ModelSignature, SelfTest } from '../../../shared/domain/model-package.ts'
import { roles } from '../../../shared/domain/person.ts'
import { judgeSelfTest, verifySignature } from '../../../shared/domain/verify-model.ts'
import { sha256 } from '../../../shared/operations/register-model.ts'
import { signModel } from '../../../shared/operations/sign-model.ts'
import { takeInRunModel } from '../../../shared/operations/take-in-run-model.ts'
import type { Ports } from '../../../shared/ports.ts'
import { colourModel, crown, site, storeDataset } from '../../harness/evaluated-plant.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { idOf, publicOrigin, reviewApi } from './review-api.ts'

type Files = Readonly<Record<string, Uint8Array | string>>

async function zipOf(files: Files): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path)
  zip.end()
  return buffer(zip.outputStream)
}

const filesOf = (threshold: number, more: Partial<ModelCard> = {}) => {
  const { net, card } = colourModel(threshold, more)
  return { 'model.onnx': net, 'model.json': JSON.stringify(card) }
}

describe('models over the API', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: ReturnType<typeof reviewApi>
  before(async () => {
    azurite = await startAzurite()
    // A hub without any deployment: what becomes of those is another test's.
    const deployments = { list: async () => [], put: async () => {}, remove: async () => {} }
    ports = await createTestApp(azurite.connectionString, { deployments })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site] })
    await ports.rosters.saveSite({ id: site, name: 'Plant 1', timeZone: 'UTC' })
    await ports.rosters.saveSite({ id: 'plant-2', name: 'Plant 2', timeZone: 'UTC' })
    call = reviewApi(ports)
  })
  after(() => azurite.close())

  async function upload(zip: Uint8Array, headers: Record<string, string> = {}, into = site) {
    const person = laptopPeople.find(({ handle }) => handle === 'data-scientist')!
    const request = new HttpRequest({
      ...{ method: 'POST', url: `${publicOrigin}/api/sites/${into}/models`, params: { site: into }, body: { bytes: zip } },
      headers: { 'content-type': 'application/zip', ...platformHeaders(person), ...headers },
    })
    const row = modelRoutes.find(({ name }) => name === 'uploadModel')!
    const handler = serveRoute(row, ports, { tenant: laptopTenant, publicOrigin })
    const answer = await handler(request, new InvocationContext({ invocationId: 'test', logHandler: () => {} }))
    return { status: answer.status, body: JSON.parse(String(answer.body)) }
  }

  const auditOf = async (action: string) => {
    const { entries } = await ports.audit.read({ site, from: 1, limit: 1000 })
    return entries.filter((entry) => entry.action === action)
  }

  test('a model that a person brings is registered, once, with its card', async () => {
    const zip = await zipOf({ ...filesOf(0.5, { name: 'brought' }), 'README.md': 'Mine.' })
    const first = await upload(zip)
    assert.equal(first.status, 201, JSON.stringify(first.body))
    assert.deepEqual([first.body.state, first.body.uploadedBy, first.body.labels], ['candidate', idOf('data-scientist'), ['red', 'blue']])
    assert.deepEqual((await upload(zip)).body, first.body)
    const { body } = await call('GET', 'models/brought/1', { as: 'safety-auditor' })
    assert.deepEqual([body.isChampion, body.card.thresholds], [false, { red: 0.5, blue: 0.5 }])
    assert.equal((await call('GET', 'models', { as: 'site-engineer' })).body.items[0].name, 'brought')
    assert.equal((await auditOf('model-registered')).length, 1)
    const other = await upload(await zipOf(filesOf(0.6, { name: 'brought' })))
    assert.deepEqual([other.status, other.body.code], [409, 'model-changed'])
  })

  const { 'model.onnx': net, 'model.json': card } = filesOf(0.5, { name: 'strange' })
  const strange: readonly (readonly [what: string, files: Files, detail: RegExp])[] = [
    ['without a net', { 'model.json': card }, /holds no model\.onnx/],
    ['without a card', { 'model.onnx': net }, /holds no model\.json/],
    ['with a pickle', { 'model.onnx': net, 'model.json': card, 'model.pt': 'x' }, /holds model\.pt/],
    ['with files in two folders', { 'a/model.onnx': net, 'b/model.json': card }, /holds b\/model\.json/],
    ['with a file deep down', { 'a/b/model.onnx': net }, /holds a\/b\/model\.onnx/],
    ['with a card that is none', { 'model.onnx': net, 'model.json': '{' }, /is not JSON/],
    ['with another net than the card says', { 'model.onnx': 'x', 'model.json': card }, /SHA-256/],
    ['with the name of a site', filesOf(0.5, { name: 'plant-2' }), /kept for models of training runs/],
    ['with a version that is a path', filesOf(0.5, { name: 'strange', version: '../2' }), /version/],
    ['with too large a card', { 'model.onnx': net, 'model.json': ' '.repeat(1_100_000) }, /model\.json in the ZIP has more than/],
  ]
  for (const [what, files, detail] of strange)
    test(`a ZIP ${what} is refused with words that say so`, async () => {
      const { status, body } = await upload(await zipOf(files))
      assert.equal(status, 400)
      assert.match(body.detail, detail)
    })

  test('what is no ZIP, claims to be something else or is for another site is refused', async () => {
    assert.match((await upload(Buffer.from('no zip'))).body.detail, /ZIP cannot be read/)
    assert.match((await upload(await zipOf(filesOf(0.5)), { 'content-type': 'application/json' })).body.detail, /application\/zip/)
    assert.match((await upload(Buffer.from('x'), { 'content-length': '200000000' })).body.detail, /at most 104857600/)
    assert.equal((await upload(await zipOf(filesOf(0.5)), {}, 'plant-2')).status, 404)
  })

  test('weights go to data scientists only, and each time is on the audit chain before the link exists', async () => {
    await upload(await zipOf(filesOf(0.51, { name: 'secret' })))
    for (const as of roles.filter((role) => role !== 'admin' && role !== 'data-scientist'))
      assert.equal((await call('GET', 'models/secret/1/files/model.onnx', { as })).status, 403, as)
    assert.equal((await auditOf('model-downloaded')).length, 0)
    const { body } = await call('GET', 'models/secret/1/files/model.onnx', { as: 'data-scientist' })
    const bytes = Buffer.from(await (await fetch(body.url)).arrayBuffer())
    assert.equal(sha256(bytes), (await ports.models.find('secret', '1'))?.value.digest)
    assert.deepEqual(
      (await auditOf('model-downloaded')).map(({ who, subject }) => [who, subject]),
      [[idOf('data-scientist'), 'model/secret/1']],
    )
    assert.equal((await call('GET', 'models/secret/1/files/passwords', { as: 'data-scientist' })).status, 400)
  })

  test('a signed model can be checked by a device, and is signed the same again', async () => {
    await upload(await zipOf(filesOf(0.52, { name: 'signed' })))
    const request = { site, name: 'signed', version: '1', approval: 'approval-1' }
    const [first, again] = await Promise.all([signModel(ports, request), signModel(ports, request)])
    assert.deepEqual(again, first)
    const read = async (file: string) => (await ports.models.readFile({ name: 'signed', version: '1' }, file))!
    assert.deepEqual(ModelSignature.parse(JSON.parse((await read('model.sig')).toString())), first)
    const [cardBytes, selfTestBytes, netBytes] = [await read('model.json'), await read('selftest.json'), await read('model.onnx')]
    const check = (bytes: Uint8Array) => verifySignature(first, ports.modelSigner.publicKey, cardBytes, bytes, sha256(netBytes))
    assert.equal(check(selfTestBytes), undefined)
    assert.match(check(Buffer.from('{}')) ?? '', /self-test is not the one/)
    const selfTest = SelfTest.parse(JSON.parse(selfTestBytes.toString()))
    assert.equal(
      judgeSelfTest(
        selfTest,
        selfTest.pictures.map(({ detections }) => detections),
        {},
      ),
      undefined,
    )
    const other = await signModel(ports, { ...request, approval: 'approval-2' })
    assert.equal(verifySignature(other, ports.modelSigner.publicKey, cardBytes, selfTestBytes, sha256(netBytes)), undefined)
    assert.equal(other.statement.approval, 'approval-2')
  })

  test('the self-test shows frames with objects, where the site has a dataset', async () => {
    await storeDataset(ports)
    await upload(await zipOf(filesOf(0.53, { name: 'tested' })))
    await signModel(ports, { site, name: 'tested', version: '1', approval: 'approval-1' })
    const bytes = await ports.models.readFile({ name: 'tested', version: '1' }, 'selftest.json')
    const { pictures } = SelfTest.parse(JSON.parse(bytes!.toString()))
    assert.equal(pictures.length, 3)
    for (const { detections } of pictures) assert.equal(detections[0]?.label, 'red')
  })

  test('a revoked file is refused under every name, and can neither be signed nor brought again', async () => {
    const { net: bytes, card: own } = colourModel(0.54, { name: 'bad' })
    // Bytes of its own: the digest is what is revoked.
    const padded = Buffer.concat([bytes, Buffer.from([0xb0, 0x06, 0x07])])
    const files = (name: string) => ({ 'model.onnx': padded, 'model.json': JSON.stringify({ ...own, name, digest: sha256(padded) }) })
    assert.equal((await upload(await zipOf(files('bad')))).status, 201)
    assert.equal((await upload(await zipOf(files('twin')))).status, 201)
    const path = 'models/bad/1/revocation'
    assert.equal((await call('POST', path, { as: 'site-engineer', body: { reason: 'It sees ghosts.' } })).status, 403)
    const { body } = await call('POST', path, { as: 'data-scientist', body: { reason: 'It sees ghosts.' } })
    assert.deepEqual([body.state, body.reason], ['revoked', 'It sees ghosts.'])
    assert.equal((await ports.models.find('twin', '1'))?.value.state, 'revoked')
    assert.equal((await upload(await zipOf(files('again')))).body.code, 'model-revoked')
    await assert.rejects(signModel(ports, { site, name: 'twin', version: '1', approval: 'a' }), { code: 'model-revoked' })
    assert.equal((await call('POST', path, { as: 'data-scientist', body: { reason: 'Again.' } })).body.reason, 'It sees ghosts.')
    assert.equal((await auditOf('model-revoked')).length, 1)
  })

  test('what a run leaves becomes the model of its site, with the number of the run', async () => {
    const dataset = await storeDataset(ports)
    const run = { site, run: `train-${dataset}` }
    await ports.runs.save(
      {
        ...{ id: run.run, site, dataset, number: 7, attempt: 1, reason: 'person', startedBy: 'somebody', state: 'evaluating' },
        ...{ createdAt: '2026-03-04T00:00:00.000Z', progress: { step: 1, steps: 1 } },
      },
      undefined,
    )
    await assert.rejects(takeInRunModel(ports, run), { code: 'model-invalid', detail: /left no model\.onnx/ })
    const container = `runs/${run.run}/model`
    await ports.trainingCache.write(`${container}/model.json`, JSON.stringify(colourModel(0.55, { name: 'whatever' }).card))
    await putBytes(azurite, `${container}/model.onnx`, colourModel(0.55).net)
    const [model, again] = await Promise.all([takeInRunModel(ports, run), takeInRunModel(ports, run)])
    assert.deepEqual([model.name, model.version, model.run, model.dataset], [site, '7', run.run, dataset])
    assert.deepEqual([again.digest, again.cardSha256], [model.digest, model.cardSha256])
    await crown(ports, model)
    assert.equal((await call('GET', `models/${site}/7`, { as: 'iot-engineer' })).body.isChampion, true)
  })

  test('the policy of the gate is changed by data scientists who have seen it as it is', async () => {
    const path = `sites/${site}/gate-policy`
    const { body } = await call('GET', path, { as: 'site-engineer' })
    const { version: _, ...policy } = body
    const wanted = { ...policy, safetyLabels: ['hand'], leastObjects: 10 }
    assert.equal((await call('PUT', path, { as: 'iot-engineer', body: wanted })).status, 403)
    const saved = await call('PUT', path, { as: 'data-scientist', body: wanted })
    assert.deepEqual(saved.body.safetyLabels, ['hand'])
    const seen = { 'if-match': `"${saved.body.version}"` }
    assert.equal((await call('PUT', path, { as: 'data-scientist', body: wanted, headers: seen })).status, 200)
    assert.equal((await call('PUT', path, { as: 'data-scientist', body: wanted, headers: seen })).status, 409)
    assert.equal((await call('PUT', path, { as: 'data-scientist', body: { recallTolerance: 2 } })).status, 400)
    assert.equal((await auditOf('gate-policy-saved')).length, 2)
  })

  test('a person who asks for a comparison gets it, can read it again, and has people asked about it', async () => {
    await upload(await zipOf(filesOf(0.56, { name: 'asked' })))
    const { status, body } = await call('POST', 'models/asked/1/evaluations', { as: 'data-scientist' })
    assert.equal(status, 200, JSON.stringify(body))
    const read = await call('GET', `evaluations/${body.digest}`, { as: 'site-engineer' })
    assert.deepEqual(read.body, body)
    const again = await call('GET', `evaluations/${body.digest}/recomputation`, { as: 'safety-auditor' })
    assert.deepEqual([again.body.isSame, again.body.verdict], [true, body.gate.verdict])
    const asked = await ports.approvals.list({ sites: [site], limit: 10 })
    assert.equal(
      asked.items.some(({ evaluation }) => evaluation === body.digest),
      body.gate.verdict !== 'worse',
    )
  })

  test('another key does not verify', async () => {
    const signature = await signModel(ports, { site, name: 'signed', version: '1', approval: 'approval-1' })
    const stranger = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }) as string
    assert.match(verifySignature(signature, stranger, Buffer.from(''), Buffer.from(''), '') ?? '', /known are/)
  })
})

async function putBytes({ connectionString }: RunningAzurite, path: string, bytes: Uint8Array): Promise<void> {
  const { BlobServiceClient } = await import('@azure/storage-blob')
  await BlobServiceClient.fromConnectionString(connectionString)
    .getContainerClient('training')
    .getBlockBlobClient(path)
    .upload(Buffer.from(bytes), bytes.length)
}
