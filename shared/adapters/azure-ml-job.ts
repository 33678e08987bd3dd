import type { TrainingJob } from '../domain/training-job.ts'

export interface Workspace {
  /** ARM id. */
  readonly id: string
  readonly compute: string
  readonly environment: string
  /** Over the container of the training cache. */
  readonly datastore: string
}

const experiment = 'sightloop'

/** What is PUT to create a job. Of AutoML's trials only the best is kept: a compute with a GPU costs by the hour. */
export function jobBody(workspace: Workspace, job: TrainingJob): unknown {
  const shared = {
    displayName: job.displayName,
    experimentName: experiment,
    computeId: idOf(workspace, 'computes', job.compute || workspace.compute),
    tags: job.tags,
  }
  return { properties: job.kind === 'automl' ? { ...shared, ...autoMl(workspace, job) } : { ...shared, ...command(workspace, job) } }
}

function command(workspace: Workspace, job: TrainingJob) {
  return {
    jobType: 'Command',
    command: job.command,
    environmentId: environmentId(workspace, job.environment || workspace.environment),
    inputs: { dataset: { jobInputType: 'uri_folder', mode: 'ReadOnlyMount', uri: folder(workspace, job.datasetPath) } },
    // Mounted, not uploaded at the end: how far the trainer is can be read while it works.
    outputs: { model: { jobOutputType: 'uri_folder', mode: 'ReadWriteMount', uri: folder(workspace, job.outputPath) } },
    resources: { instanceCount: 1 },
    limits: { jobLimitsType: 'Command', timeout: duration(job.timeoutMinutes) },
  }
}

/** https://learn.microsoft.com/azure/machine-learning/how-to-auto-train-image-models */
function autoMl(workspace: Workspace, job: TrainingJob) {
  const table = (split: string) => ({
    jobInputType: 'mltable',
    mode: 'ReadOnlyMount',
    uri: folder(workspace, `${job.datasetPath}${split}/`),
  })
  return {
    jobType: 'AutoML',
    resources: { instanceCount: 1 },
    taskDetails: {
      taskType: 'ImageObjectDetection',
      primaryMetric: 'MeanAveragePrecision',
      targetColumnName: 'label',
      trainingData: table('train'),
      validationData: table('val'),
      limitSettings: { maxTrials: 1, maxConcurrentTrials: 1, timeout: duration(job.timeoutMinutes) },
      modelSettings: { modelName: 'yolov5' },
    },
    outputs: { best_model: { jobOutputType: 'mlflow_model', mode: 'ReadWriteMount', uri: folder(workspace, job.outputPath) } },
  }
}

function folder({ datastore }: Workspace, path: string): string {
  return `azureml://datastores/${datastore}/paths/${path}`
}

/** A name in the workspace, or an id as it is. */
function idOf({ id }: Workspace, kind: string, name: string): string {
  return name.startsWith('/') || name.startsWith('azureml:') ? name : `${id}/${kind}/${name}`
}

/** `name:version` of the workspace; without a version its first. */
function environmentId(workspace: Workspace, given: string): string {
  const [name = '', version = '1'] = given.split(':')
  return given.includes('/') ? idOf(workspace, 'environments', given) : idOf(workspace, 'environments', `${name}/versions/${version}`)
}

/** ISO 8601. */
function duration(minutes: number): string {
  return `PT${Math.ceil(minutes * 60)}S`
}
