import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobBody, startReceiver, startWorkspace, temporaryFolder, useStorage, workspaceId } from './start-workspace.ts'

const storage = useStorage()
const statesOf = (events: readonly { data: Readonly<Record<string, unknown>> }[]) => events.map(({ data }) => data['runStatus'])

test('every state of a job is told as Event Grid tells it, and completion once more', async (t) => {
  const receiver = await startReceiver(t)
  const workspace = await startWorkspace(t, storage, { eventsUrl: receiver.url })
  await workspace.call('PUT', '/jobs/tells', jobBody('tells', 'node-here --version'))
  await receiver.until((taken) => taken.length === 6)
  assert.deepEqual(new Set(statesOf(receiver.taken)), new Set(['queued', 'preparing', 'running', 'finalizing', 'completed', undefined]))
  const completed = receiver.taken.find(({ eventType }) => eventType === 'Microsoft.MachineLearningServices.RunCompleted')!
  assert.deepEqual([completed.topic, completed.subject], [workspaceId, 'experiments/sightloop/runs/tells'])
  const { experimentName, runId, runTags } = completed.data
  assert.deepEqual([experimentName, runId, runTags], ['sightloop', 'tells', { site: 'plant-1' }])
})

test('an event that is refused comes again, and the job does not mind', async (t) => {
  const receiver = await startReceiver(t, (_, count) => (count <= 3 ? 500 : 202))
  const workspace = await startWorkspace(t, storage, { eventsUrl: receiver.url })
  await workspace.call('PUT', '/jobs/again', jobBody('again', 'node-here --version'))
  assert.equal((await workspace.ended('again')).properties.status, 'Completed')
  await receiver.until((taken) => new Set(taken.map(({ id }) => id)).size === 6)
})

test('events that nobody took are sent after a restart', async (t) => {
  const folder = await temporaryFolder(t)
  const first = await startWorkspace(t, storage, { folder, eventsUrl: 'http://127.0.0.1:1/nobody' })
  await first.call('PUT', '/jobs/late', jobBody('late', 'node-here --version'))
  await first.ended('late')
  await first.close()
  const receiver = await startReceiver(t)
  await startWorkspace(t, storage, { folder, eventsUrl: receiver.url })
  await receiver.until((taken) => taken.length === 6)
  assert.ok(statesOf(receiver.taken).includes('completed'))
})
