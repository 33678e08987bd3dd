import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { routes } from '../../../functions/review/routes/index.ts'
import { appSettings } from './app-settings.ts'
import { type DrivenWorker, driveWorker } from './drive-worker.ts'
import type { Message } from './protobuf.ts'
import { type UnpackedApp, unpackApp } from './unpacked-app.ts'

const success = 1
const workerFolder = process.env['FUNCTIONS_NODE_WORKER']!

// In order, as the host does it: the parts of one conversation.
describe("Azure's own Node worker", () => {
  let app: UnpackedApp
  let worker: DrivenWorker
  let functions: Message[] = []
  before(async () => {
    app = await unpackApp()
    worker = await driveWorker(workerFolder, appSettings)
  })
  after(async () => {
    await worker?.close()
    app.remove()
  })

  it('loads the package', async () => {
    const init = { hostVersion: '4.1045.200', workerDirectory: workerFolder, functionAppDirectory: app.folder }
    const { result } = await worker.ask({ workerInitRequest: init }, 'workerInitResponse')
    assert.equal(result.status, success, worker.lines.join('\n'))
  })

  it('finds in it the functions that the local host finds, with the same bindings', async () => {
    const answer = await worker.ask({ functionsMetadataRequest: { functionAppDirectory: app.folder } }, 'functionMetadataResponse')
    assert.equal(answer['result'].status, success, JSON.stringify(answer['result'].exception))
    assert.ok(!answer['useDefaultMetadataIndexing'])
    functions = answer['functionMetadataResults']
    const { stdout, stderr } = spawnSync(process.execPath, ['test/outside/package/registered-functions-process.ts', app.folder], {
      ...{ encoding: 'utf8', maxBuffer: 64e6 },
      env: appSettings,
    })
    assert.notEqual(stdout, '', stderr)
    const ofWorker = functions.map(({ name, rawBindings }) => ({ name, bindings: rawBindings.map((text: string) => JSON.parse(text)) }))
    assert.deepEqual(sorted(ofWorker), sorted(JSON.parse(stdout)))
    assert.ok(ofWorker.length > routes.length)
  })

  it('loads each of them', async () => {
    for (const metadata of functions) {
      const { functionId } = metadata
      const { result } = await worker.ask({ functionLoadRequest: { functionId, metadata } }, 'functionLoadResponse')
      assert.equal(result.status, success, `${metadata['name']}: ${JSON.stringify(result.exception)}`)
    }
  })

  it('answers a call of the API, and one of the pages', async () => {
    const document = await call('api/openapi.json')
    assert.equal(document.statusCode, '200')
    assert.equal(Object.keys(JSON.parse(textOf(document.body)).paths).length, new Set(routes.map(({ path }) => path)).size)
    const page = await call('{*path}')
    assert.equal(page.statusCode, '200')
    assert.match(textOf(page.body), /<script type="module"/)
  })

  /** As the host without its proxy of HTTP hands a request over. */
  async function call(route: string): Promise<Message> {
    const isThat = (text: string) => JSON.parse(text).route === route
    const { functionId, rawBindings } = functions.find((each) => each['rawBindings'].some(isThat))!
    const { name } = JSON.parse(rawBindings.find(isThat))
    const http = { method: 'GET', url: `https://sightloop.example.com/${route.replace('{*path}', '')}`, headers: { accept: '*/*' } }
    const request = {
      invocationId: `call-${route}`,
      functionId,
      inputData: [{ name, data: { http } }],
      triggerMetadata: {},
      traceContext: {},
    }
    const { result, returnValue, outputData } = await worker.ask({ invocationRequest: request }, 'invocationResponse')
    assert.equal(result.status, success, JSON.stringify(result.exception))
    return (returnValue ?? outputData[0].data).http
  }
})

/** By name; the library ends the names of bindings that nobody named with digits by chance. */
function sorted(found: Message[]): Message[] {
  const byName = (a: Message, b: Message) => (a['name'] < b['name'] ? -1 : 1)
  const named = (binding: Message) => ({ ...binding, name: binding['name'].replace(/[0-9a-f]{10}$/, '') })
  return found.map(({ name, bindings }) => ({ name, bindings: bindings.map(named).sort(byName) })).sort(byName)
}

function textOf(body: Message): string {
  return body['string'] ?? Buffer.from(body['bytes']).toString()
}
