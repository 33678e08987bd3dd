import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobBody, startWorkspace, token, useStorage, workspaceId } from './start-workspace.ts'

const storage = useStorage()

test('the door wants the token, an api-version, JSON, and a namespace that is there', async (t) => {
  const { url } = await startWorkspace(t, storage)
  const ask = async (path: string, init: RequestInit = {}, authorization = `Bearer ${token}`) => {
    const response = await fetch(`${url}${path}`, { ...init, headers: { authorization } })
    return [response.status, ((await response.json()) as { error: { code: string } }).error.code]
  }
  const jobs = `${workspaceId}/jobs`
  assert.deepEqual(await ask(`${jobs}?api-version=2024-10-01`, {}, 'Bearer other'), [401, 'AuthenticationFailed'])
  assert.deepEqual(await ask(`${jobs}?api-version=2024-10-01`, {}, ''), [401, 'AuthenticationFailed'])
  assert.deepEqual(await ask(jobs), [400, 'MissingApiVersionParameter'])
  assert.deepEqual(await ask(`${jobs}?api-version=new`), [400, 'InvalidApiVersionParameter'])
  assert.deepEqual(await ask(`${jobs}/a?api-version=2024-10-01`, { method: 'PUT', body: '{' }), [400, 'InvalidRequestContent'])
  const other = jobs.replace('MachineLearningServices', 'Compute')
  assert.deepEqual(await ask(`${other}?api-version=2024-10-01`), [404, 'InvalidResourceNamespace'])
  assert.deepEqual(await ask(`${workspaceId}/schedules?api-version=2024-10-01`), [404, 'InvalidResourceType'])
  assert.deepEqual(await ask(`${workspaceId}-2/jobs?api-version=2024-10-01`), [404, 'ResourceNotFound'])
  const large = { method: 'PUT', body: JSON.stringify('x'.repeat(5e6)) }
  assert.deepEqual(await ask(`${jobs}/a?api-version=2024-10-01`, large), [413, 'RequestContentTooLarge'])
})

const refused: readonly (readonly [string, string, Record<string, unknown>, RegExp])[] = [
  ['a', 'run', { jobType: 'AutoML' }, /"AutoML" does not run on a laptop/],
  ['a b', 'run', {}, /'a b' is no name for a job/],
  ['..', 'run', {}, /is no name/],
  ['a', '', {}, /properties\.command/],
  ['a', 'run', { computeId: 'gpu' }, /There is no compute 'gpu'; this workspace has 'laptop'/],
  ['a', 'run', { limits: { timeout: '10 minutes' } }, /is not a duration such as PT90M/],
  ['a', 'run', { inputs: { data: { jobInputType: 'uri_folder', uri: 'https://example.com/data' } } }, /Input 'data': .*not of the form/],
  ['a', 'run', { inputs: { data: { jobInputType: 'uri_folder', uri: 'azureml://datastores/other/paths/x' } } }, /no datastore 'other'/],
  [
    'a',
    'run',
    { outputs: { model: { jobOutputType: 'uri_folder', uri: 'azureml://datastores/training/paths/a/../b' } } },
    /Output 'model'/,
  ],
]

test('a job that cannot run here is refused in a sentence, and nothing of it is kept', async (t) => {
  const { call } = await startWorkspace(t, storage)
  for (const [name, command, more, sentence] of refused) {
    const path = `/jobs/${name === '..' ? '%2e%2e%2f' : encodeURIComponent(name)}`
    const { status, body } = await call('PUT', path, jobBody('a', command, more))
    assert.equal(status, 400)
    assert.match(body.error.message, sentence)
  }
  assert.deepEqual((await call('GET', '/jobs')).body.value, [])
})

test('what only shows when it is about to run fails the job with a sentence', async (t) => {
  const { call, ended } = await startWorkspace(t, storage)
  const missing = { inputs: { data: { jobInputType: 'uri_folder', uri: 'azureml://datastores/training/paths/nothing' } } }
  for (const [name, command, more, sentence] of [
    ['pipe', 'node-here --version | cat', {}, /'\|' in the command needs a shell/],
    ['variable', 'node-here $HOME', {}, /'\$' in the command needs a shell/],
    ['quote', `node-here "x`, {}, /quote in the command is not closed/],
    ['placeholder', 'node-here ${' + '{inputs.data}}', {}, /inputs\.data.* neither an input nor an output/],
    ['program', 'no-such-program --x', {}, /no program 'no-such-program' on this machine's PATH/],
    ['input', 'node-here --version', missing, /Input 'data': there is nothing at nothing in datastore 'training'/],
  ] as const) {
    await call('PUT', `/jobs/${name}`, jobBody(name, command, more))
    const { properties } = await ended(name)
    assert.equal(properties.status, 'Failed')
    assert.match(properties.properties.errorMessage, sentence)
  }
})
