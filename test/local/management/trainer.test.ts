import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAzureMlTrainer } from '../../../shared/adapters/azure-ml-trainer.ts'
import { createResourceManager } from '../../../shared/adapters/azure-resource-manager.ts'
import type { TrainingJob } from '../../../shared/domain/training-job.ts'
import { startWorkspace, token, useStorage, workspaceId } from './start-workspace.ts'

const storage = useStorage()

function job(name: string, command: string): TrainingJob {
  return {
    ...{ name, displayName: 'plant-1 1', kind: 'command', command, environment: undefined, compute: undefined },
    ...{ datasetPath: 'datasets/one/', outputPath: `runs/${name}/`, timeoutMinutes: 5, tags: { site: 'plant-1' } },
  }
}

test('the product submits, follows and cancels jobs, and enters models', async (t) => {
  const { url, ended } = await startWorkspace(t, storage)
  await storage.write('datasets/one/splits.json', '{"train":[1]}')
  const manager = createResourceManager({ url, token })
  const trainer = createAzureMlTrainer(manager, { id: workspaceId, compute: 'laptop', environment: 'trainer', datastore: 'training' })
  assert.equal(await trainer.find('train-1'), undefined)
  const copy = `require('fs').cpSync(process.argv[1], process.argv[2] + '/model', { recursive: true })`
  const first = job('train-1', `node-here -e "${copy}" \${{inputs.dataset}} \${{outputs.model}}`)
  await trainer.submit(first)
  await trainer.submit(first)
  await ended('train-1')
  assert.deepEqual(await trainer.find('train-1'), { state: 'completed', detail: 'Completed' })
  assert.equal(await storage.read('runs/train-1/model/splits.json'), '{"train":[1]}')

  await trainer.submit(job('train-2', 'node-here --no-such-flag'))
  await ended('train-2')
  assert.deepEqual(await trainer.find('train-2'), { state: 'failed', detail: 'Failed: The program ended with exit code 9.' })

  await trainer.submit(job('train-3', 'node-here -e "setInterval(() => {}, 1000)"'))
  assert.ok(['queued', 'running'].includes((await trainer.find('train-3'))!.state))
  await trainer.cancel('train-3')
  await ended('train-3')
  assert.deepEqual(await trainer.find('train-3'), { state: 'cancelled', detail: 'Canceled: It was cancelled.' })
  await trainer.cancel('train-3')
  await trainer.cancel('nobody')

  await assert.rejects(trainer.submit({ ...job('train-4', ''), kind: 'automl' }), /has no AutoML/)
  const model = {
    name: 'plant-1',
    version: '1',
    digest: 'a'.repeat(64),
    site: 'plant-1',
    state: 'candidate',
    cardSha256: 'b'.repeat(64),
  } as const
  const registered = { ...model, labels: ['leak'], bytes: 1, createdAt: '2026-11-20T08:00:00.000Z', run: 'train-1' }
  for (const _ of [1, 2]) await trainer.registerModel(registered, 'runs/train-1/model')
})
