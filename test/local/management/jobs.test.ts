import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isolationPrefix } from '../../../local/management/machine-learning/isolation.ts'
import { writeDrawnDataset } from '../../training/drawn-dataset.ts'
import { jobBody, startWorkspace, temporaryFolder, useStorage } from './start-workspace.ts'

const storage = useStorage()
const trainer = new URL('../../../training/main.ts', import.meta.url).pathname

test('a job trains on a dataset of the datastore, can be followed there, and leaves model and log', async (t) => {
  const dataset = join(await temporaryFolder(t), 'dataset')
  await writeDrawnDataset(dataset, 24)
  await storage.upload(dataset, 'datasets/drawn')
  const workspace = await startWorkspace(t, storage, { programs: { 'sightloop-train': [process.execPath, trainer] } })
  const places = `--data \${{inputs.dataset}} --out \${{outputs.model}}/model --progress \${{outputs.model}}/progress.jsonl`
  const body = jobBody('train-1', `sightloop-train ${places} --steps 150 --width 64 --height 48 --batch 8 --workers 1`, {
    inputs: { dataset: { jobInputType: 'uri_folder', mode: 'ReadOnlyMount', uri: 'azureml://datastores/training/paths/datasets/drawn/' } },
    limits: { jobLimitsType: 'Command', timeout: 'PT10M' },
  })
  const created = await workspace.call('PUT', '/jobs/train-1', body)
  assert.deepEqual([created.status, created.body.name, created.body.properties.status], [201, 'train-1', 'Queued'])

  await workspace.whenJob('train-1', 'Running')
  let whileRunning = ''
  for (let state = 'Running'; state === 'Running' && !whileRunning.includes('"progress"'); ) {
    whileRunning = await storage.read('runs/train-1/progress.jsonl').catch(() => '')
    state = (await workspace.call('GET', '/jobs/train-1')).body.properties.status
  }
  assert.match(whileRunning, /"event":"progress"/)

  const job = await workspace.ended('train-1')
  assert.equal(job.properties.status, 'Completed', job.properties.properties.errorMessage)
  const files = ['log.txt', 'model/metrics.json', 'model/model.json', 'model/model.onnx', 'progress.jsonl']
  assert.deepEqual(
    await storage.list('runs/train-1/'),
    files.map((file) => `runs/train-1/${file}`),
  )
  const progress = await storage.read('runs/train-1/progress.jsonl')
  assert.equal(await storage.read('runs/train-1/log.txt'), progress)
  assert.equal(JSON.parse(progress.trimEnd().split('\n').at(-1)!).event, 'done')
  assert.equal(JSON.parse(await storage.read('runs/train-1/model/model.json')).training.steps, 150)
})

test('a program that fails says so with its exit code, and its last words lie in the log', async (t) => {
  const workspace = await startWorkspace(t, storage)
  await workspace.call('PUT', '/jobs/fails', jobBody('fails', `node-here -e "console.error('no such luck'); process.exitCode = 3"`))
  const { properties } = await workspace.ended('fails')
  assert.equal(properties.status, 'Failed')
  assert.equal(properties.properties.errorMessage, 'The program ended with exit code 3.')
  assert.equal(await storage.read('runs/fails/log.txt'), 'no such luck\n')
})

test('a program gets its literals as arguments, an environment of its own, and no network where the kernel can take it away', async (t) => {
  const workspace = await startWorkspace(t, storage)
  const seen = `const see = (why) => require('fs').writeFileSync(process.argv[1] + '/seen.json', JSON.stringify([process.argv[2], process.env, why]))`
  const script = `${seen}; fetch(process.env.STORAGE).then(() => see('reached'), () => see('cut off'))`
  const body = jobBody('sees', `node-here -e "${script}" \${{outputs.model}} \${{inputs.words}}`, {
    inputs: { words: { jobInputType: 'literal', value: 'two words; $HOME' } },
    environmentVariables: { LEVEL: '5', STORAGE: /BlobEndpoint=([^;]+)/.exec(storage.connectionString)![1] },
  })
  process.env['TEST_SECRET'] = 'of the service'
  t.after(() => delete process.env['TEST_SECRET'])
  await workspace.call('PUT', '/jobs/sees', body)
  assert.equal((await workspace.ended('sees')).properties.status, 'Completed')
  const [words, environment, network] = JSON.parse(await storage.read('runs/sees/seen.json'))
  assert.equal(words, 'two words; $HOME')
  assert.deepEqual([environment.LEVEL, environment.AZUREML_RUN_ID, environment.TEST_SECRET], ['5', 'sees', undefined])
  const prefix = await isolationPrefix({ fileBytes: 1e9, addressSpaceBytes: 1e12 })
  assert.equal(network, prefix.includes('--net') ? 'cut off' : 'reached')
})

test('two PUTs of a name at once are one process; a third with another body is a conflict', async (t) => {
  const workspace = await startWorkspace(t, storage)
  const script = `require('fs').appendFileSync(process.argv[1] + '/starts.txt', 'started ')`
  const body = jobBody('once', `node-here -e "${script}" \${{outputs.model}}`)
  const answers = await Promise.all([workspace.call('PUT', '/jobs/once', body), workspace.call('PUT', '/jobs/once', body)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 201])
  await workspace.ended('once')
  assert.equal((await workspace.call('PUT', '/jobs/once', body)).body.properties.status, 'Completed')
  assert.equal(await storage.read('runs/once/starts.txt'), 'started ')
  const other = await workspace.call('PUT', '/jobs/once', jobBody('once', 'node-here --version'))
  assert.deepEqual([other.status, other.body.error.code], [409, 'Conflict'])
})

test('one job runs at a time; cancelling ends the running one with its children, and the next begins', async (t) => {
  const workspace = await startWorkspace(t, storage)
  const beats = join(await temporaryFolder(t), 'beats.txt')
  const grandchild = `setInterval(() => require('fs').appendFileSync(process.argv[1], '.'), 10)`
  const script = `require('child_process').spawn(process.execPath, ['-e', process.argv[1], process.argv[2]]); setInterval(() => {}, 1000)`
  const first = jobBody('first', `node-here -e "${script}" \${{inputs.grandchild}} '${beats}'`, {
    inputs: { grandchild: { jobInputType: 'literal', value: grandchild } },
  })
  await workspace.call('PUT', '/jobs/first', first)
  await workspace.call('PUT', '/jobs/second', jobBody('second', 'node-here --version'))
  await workspace.call('PUT', '/jobs/third', jobBody('third', 'node-here --version'))
  while (!existsSync(beats)) await workspace.whenJob('first', 'Running')
  assert.equal((await workspace.call('GET', '/jobs/second')).body.properties.status, 'Queued')

  assert.equal((await workspace.call('POST', '/jobs/third/cancel')).status, 202)
  const asked = await workspace.call('POST', '/jobs/first/cancel')
  assert.equal(asked.status, 202)
  assert.equal((await fetch(asked.headers.get('location')!, { headers: { authorization: 'Bearer the-token' } })).status, 200)
  assert.equal((await workspace.ended('first')).properties.status, 'Canceled')
  const { size } = statSync(beats)
  assert.equal((await workspace.ended('third')).properties.status, 'Canceled')
  assert.equal((await workspace.ended('second')).properties.status, 'Completed')
  assert.match(await storage.read('runs/second/log.txt'), /^v\d/)
  assert.equal(statSync(beats).size, size)
  assert.deepEqual(await storage.list('runs/third/'), [])
  assert.equal((await workspace.call('POST', '/jobs/second/cancel')).status, 200)
})

test('a job that has ended can be deleted; what it wrote stays', async (t) => {
  const workspace = await startWorkspace(t, storage)
  await workspace.call('PUT', '/jobs/gone', jobBody('gone', 'node-here --version'))
  await workspace.ended('gone')
  assert.equal((await workspace.call('DELETE', '/jobs/gone')).status, 200)
  assert.equal((await workspace.call('GET', '/jobs/gone')).status, 404)
  assert.deepEqual(await storage.list('runs/gone/'), ['runs/gone/log.txt'])
})
