import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createAzureMlTrainer } from '../../../shared/adapters/azure-ml-trainer.ts'
import { createResourceManager } from '../../../shared/adapters/azure-resource-manager.ts'
import type { RegisteredModel } from '../../../shared/domain/registered-model.ts'
import type { TrainingJob } from '../../../shared/domain/training-job.ts'
import { startFakeWorkspace } from '../../harness/fake-workspace.ts'
import { type NetworkFault, startFaultProxy } from '../../harness/fault-proxy.ts'
import { learningSettings } from '../../harness/learning-settings.ts'
import type { Cleanup } from '../../local/functions-host/app-folder.ts'

const id = learningSettings.ML_WORKSPACE_ID
const job: TrainingJob = {
  ...{ name: 'train-ds-0123456789abcdef', displayName: 'plant 1', kind: 'command', command: 'sightloop-train' },
  ...{ datasetPath: 'datasets/ds-0123456789abcdef/', outputPath: 'runs/train-ds-0123456789abcdef/', environment: undefined },
  ...{ compute: undefined, timeoutMinutes: 80.5, tags: { site: 'plant' } },
}

async function startTrainer(t: Cleanup) {
  const workspace = await startFakeWorkspace()
  const proxy = await startFaultProxy(workspace.url)
  t.after(async () => {
    await proxy.close()
    await workspace.close()
  })
  const settings = { url: proxy.url, token: workspace.token }
  const manager = createResourceManager(settings, { sleep: async () => {}, attempts: 4, timeoutMs: 300 })
  const trainer = createAzureMlTrainer(manager, { id, compute: 'cpu', environment: 'trainer:7', datastore: 'training' })
  return { trainer, workspace, proxy }
}

/** The fault for the first so many requests with a method. */
function first(times: number, method: string, fault: NetworkFault) {
  let left = times
  return (request: { method: string }) => (request.method === method && left-- > 0 ? fault : undefined)
}

describe('the trainer on a workspace', () => {
  test('asks for a command job with dataset and results in the datastore of the cache', async (t) => {
    const { trainer, workspace } = await startTrainer(t)
    await trainer.submit(job)
    assert.deepEqual(workspace.jobs.get(job.name)?.body.properties, {
      ...{ jobType: 'Command', displayName: 'plant 1', experimentName: 'sightloop', computeId: `${id}/computes/cpu` },
      ...{ environmentId: `${id}/environments/trainer/versions/7`, command: 'sightloop-train', tags: { site: 'plant' } },
      inputs: {
        dataset: {
          ...{ jobInputType: 'uri_folder', mode: 'ReadOnlyMount' },
          uri: 'azureml://datastores/training/paths/datasets/ds-0123456789abcdef/',
        },
      },
      outputs: {
        model: {
          ...{ jobOutputType: 'uri_folder', mode: 'ReadWriteMount' },
          uri: 'azureml://datastores/training/paths/runs/train-ds-0123456789abcdef/',
        },
      },
      resources: { instanceCount: 1 },
      limits: { jobLimitsType: 'Command', timeout: 'PT4830S' },
    })
  })

  test('asks AutoML for an object detector on tables of the splits', async (t) => {
    const { trainer, workspace } = await startTrainer(t)
    await trainer.submit({ ...job, kind: 'automl', compute: 'gpu' })
    const { jobType, computeId, taskDetails } = workspace.jobs.get(job.name)!.body.properties
    assert.deepEqual([jobType, computeId], ['AutoML', `${id}/computes/gpu`])
    const table = (split: string) => ({
      ...{ jobInputType: 'mltable', mode: 'ReadOnlyMount' },
      uri: `azureml://datastores/training/paths/datasets/ds-0123456789abcdef/${split}/`,
    })
    assert.deepEqual(taskDetails, {
      ...{ taskType: 'ImageObjectDetection', primaryMetric: 'MeanAveragePrecision', targetColumnName: 'label' },
      ...{ trainingData: table('train'), validationData: table('val'), modelSettings: { modelName: 'yolov5' } },
      limitSettings: { maxTrials: 1, maxConcurrentTrials: 1, timeout: 'PT4830S' },
    })
  })

  test('takes an environment or a compute by its whole id as it is', async (t) => {
    const { trainer, workspace } = await startTrainer(t)
    const environment = 'azureml://registries/azureml/environments/sklearn-1.5/versions/3'
    await trainer.submit({ ...job, environment, compute: `${id}/computes/other` })
    const { environmentId, computeId } = workspace.jobs.get(job.name)!.body.properties
    assert.deepEqual([environmentId, computeId], [environment, `${id}/computes/other`])
  })

  for (const [what, fault] of [
    ['hangs after the job was taken', { kind: 'execute-then-fail', how: 'hang' }],
    ['breaks off after the job was taken', { kind: 'execute-then-fail', how: 'reset' }],
    ['answers 500 after the job was taken', { kind: 'execute-then-fail', how: 500 }],
    ['answers 429', { kind: 'reject', status: 429 }],
    ['answers 500', { kind: 'reject', status: 500 }],
  ] as const)
    test(`puts a job once where the workspace ${what}`, async (t) => {
      const { trainer, workspace, proxy } = await startTrainer(t)
      proxy.decide = first(1, 'PUT', fault)
      await trainer.submit(job)
      assert.equal(workspace.jobs.get(job.name)?.puts, 1)
    })

  test('leaves a job alone that is there already', async (t) => {
    const { trainer, workspace } = await startTrainer(t)
    await trainer.submit(job)
    workspace.jobs.get(job.name)!.status = 'Running'
    await trainer.submit(job)
    assert.deepEqual([workspace.jobs.get(job.name)?.puts, workspace.jobs.get(job.name)?.status], [1, 'Running'])
  })

  test('gives up where the workspace does not come back, as a fault that may pass', async (t) => {
    const { trainer, proxy } = await startTrainer(t)
    proxy.decide = () => ({ kind: 'reject', status: 503 })
    await assert.rejects(trainer.submit(job), { code: 'management-unavailable' })
  })

  test("reads the workspace's word for a job in any spelling", async (t) => {
    const { trainer, workspace } = await startTrainer(t)
    await trainer.submit(job)
    const words = [
      'NotStarted',
      'queued',
      'Preparing',
      'Running',
      'finalizing',
      'NotResponding',
      'Scheduled',
      'COMPLETED',
      'failed',
      'Canceled',
    ]
    const states: string[] = []
    for (const word of words) {
      workspace.jobs.get(job.name)!.status = word
      states.push((await trainer.find(job.name))!.state)
    }
    const running = ['running', 'running', 'running']
    assert.deepEqual(states, ['queued', 'queued', 'queued', ...running, 'queued', 'completed', 'failed', 'cancelled'])
    assert.equal(await trainer.find('train-ds-ffffffffffffffff'), undefined)
  })

  test('cancels what runs, and has nothing against a job that is over or unknown', async (t) => {
    const { trainer, workspace } = await startTrainer(t)
    await trainer.submit(job)
    await trainer.cancel(job.name)
    assert.equal(workspace.jobs.get(job.name)?.status, 'Canceled')
    await trainer.cancel(job.name)
    await trainer.cancel('train-ds-ffffffffffffffff')
  })

  test('enters a model once, with where it comes from', async (t) => {
    const { trainer, workspace, proxy } = await startTrainer(t)
    const model = {
      ...{ name: 'plant', version: '3', digest: 'd', cardSha256: 'c', run: job.name, dataset: 'ds-0123456789abcdef', commit: 'abc' },
    } as unknown as RegisteredModel
    await trainer.registerModel(model, 'runs/r/model/')
    await trainer.registerModel(model, 'runs/r/model/')
    assert.equal(proxy.requests.filter(({ method }) => method === 'PUT').length, 1)
    assert.deepEqual(workspace.models.get('models/plant/versions/3'), {
      properties: {
        ...{ modelType: 'custom_model', modelUri: 'azureml://datastores/training/paths/runs/r/model/', jobName: job.name },
        tags: { digest: 'd', cardSha256: 'c', dataset: 'ds-0123456789abcdef', commit: 'abc' },
        ...{ properties: {}, isArchived: false },
      },
    })
  })

  test('says where a file of the cache lies in the form that tables need', async (t) => {
    const { trainer } = await startTrainer(t)
    assert.equal(
      trainer.pathUrl('datasets/x/images/a.jpg'),
      'azureml://subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/plant/workspaces/plant/datastores/training/paths/datasets/x/images/a.jpg',
    )
  })
})
