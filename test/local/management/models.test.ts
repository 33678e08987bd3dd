import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startWorkspace, temporaryFolder, useStorage, workspaceId } from './start-workspace.ts'

const storage = useStorage()

const model = (path: string, more: object = {}) => ({
  properties: { modelType: 'custom_model', modelUri: `azureml://datastores/training/paths/${path}`, tags: { digest: 'abc' }, ...more },
})

test('a model is entered once, stays as it is, and is there after a restart', async (t) => {
  const folder = await temporaryFolder(t)
  const first = await startWorkspace(t, storage, { folder })
  assert.equal((await first.call('GET', '/models/plant-1/versions/1')).status, 404)
  assert.equal((await first.call('PUT', '/models/plant-1/versions/1', model('runs/a/model'))).status, 201)
  assert.equal((await first.call('PUT', '/models/plant-1/versions/1', model('runs/a/model'))).status, 200)
  assert.equal((await first.call('PUT', '/models/plant-1/versions/1', model('runs/b/model'))).status, 409)
  await first.close()

  const second = await startWorkspace(t, storage, { folder })
  const { body } = await second.call('GET', '/models/plant-1/versions/1')
  assert.deepEqual([body.id, body.name], [`${workspaceId}/models/plant-1/versions/1`, '1'])
  assert.deepEqual(body.properties, { ...model('runs/a/model').properties, provisioningState: 'Succeeded' })
})

test('words about a version may change; the newest version is that of the model', async (t) => {
  const { call } = await startWorkspace(t, storage)
  for (const version of ['1', '2']) await call('PUT', `/models/plant-1/versions/${version}`, model(`runs/${version}/model`))
  assert.equal((await call('PUT', '/models/plant-1/versions/1', model('runs/1/model', { isArchived: true }))).status, 200)
  assert.equal((await call('GET', '/models/plant-1/versions/1')).body.properties.isArchived, true)
  assert.equal((await call('GET', '/models/plant-1')).body.properties.latestVersion, '2')
  const names = (answer: { body: { value: { name: string }[] } }) => answer.body.value.map(({ name }) => name)
  assert.deepEqual(names(await call('GET', '/models')), ['plant-1'])
  assert.deepEqual(names(await call('GET', '/models/plant-1/versions')).sort(), ['1', '2'])
  assert.equal((await call('PUT', '/environments/trainer/versions/1', { properties: { image: 'example.com/trainer:1' } })).status, 201)
  assert.equal((await call('GET', '/models/trainer/versions/1')).status, 404)
})

test('the workspace, its datastore and its compute can be read, without any key, and not be changed', async (t) => {
  const { call } = await startWorkspace(t, storage)
  assert.equal((await call('GET', '')).body.properties.provisioningState, 'Succeeded')
  const { body } = await call('GET', '/datastores/training')
  const { datastoreType, containerName, accountName } = body.properties
  assert.deepEqual([datastoreType, containerName, accountName], ['AzureBlob', 'training', 'devstoreaccount1'])
  assert.equal(JSON.stringify(body).includes(/AccountKey=([^;]+)/.exec(storage.connectionString)![1]!), false)
  assert.equal((await call('GET', '/computes/laptop')).body.properties.provisioningState, 'Succeeded')
  assert.equal((await call('GET', '/computes/gpu')).status, 404)
  assert.equal((await call('PUT', '/datastores/training', { properties: {} })).status, 403)
})

test('a long list comes in pages', async (t) => {
  const { url, call } = await startWorkspace(t, storage)
  for (let version = 1; version <= 60; version++) await call('PUT', `/models/m/versions/${version}`, model('x'))
  const first = await call('GET', '/models/m/versions')
  assert.equal(first.body.value.length, 50)
  assert.ok(first.body.nextLink.startsWith(url))
  const next = await fetch(first.body.nextLink, { headers: { authorization: 'Bearer the-token' } })
  const rest = (await next.json()) as { value: object[]; nextLink?: string }
  assert.deepEqual([rest.value.length, rest.nextLink], [10, undefined])
})
