import { Fault } from './faults.ts'
import type { TrainingPolicy, TrainingRun } from './training-run.ts'

/** What a workspace is asked to run. The name is the key: the same name again is the same job. */
export interface TrainingJob {
  readonly name: string
  readonly displayName: string
  readonly kind: 'command' | 'automl'
  readonly command: string
  /** Folder of the dataset and folder for the results, in the training cache. */
  readonly datasetPath: string
  readonly outputPath: string
  readonly environment: string | undefined
  readonly compute: string | undefined
  readonly timeoutMinutes: number
  readonly tags: Readonly<Record<string, string>>
}

export interface JobStatus {
  readonly state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
  /** In the workspace's own word, and its reason where it says one. */
  readonly detail: string
}

/** Folders in the training cache, with a slash at the end, and what lies in them. */
export const datasetFolder = (dataset: string) => `datasets/${dataset}/`
export const outputFolder = (run: string) => `runs/${run}/`
export const modelFolder = (run: string) => `${outputFolder(run)}model/`
export const logFile = (run: string) => `${outputFolder(run)}log.txt`
export const progressFile = (run: string) => `${outputFolder(run)}progress.jsonl`

/** Loading pictures, measuring, quantizing and a machine that has to start: so long may a job take over its time for steps. */
const spareMinutes = 60

/** When the workspace breaks the job off by itself. */
export function longestMinutes({ minutes }: TrainingPolicy): number {
  return minutes * 2 + spareMinutes
}

/** What the workspace is asked to run for a run. The same run and policy give the same job. */
export function trainingJob(run: TrainingRun, policy: TrainingPolicy): TrainingJob {
  const { id, site, dataset, number, reason, startedBy, commit } = run
  return {
    name: id,
    displayName: `${site} ${number} (${dataset})`,
    kind: policy.trainer === 'automl' ? 'automl' : 'command',
    command: commandOf(run, policy),
    datasetPath: datasetFolder(dataset),
    outputPath: outputFolder(id),
    environment: ofPolicy(policy, policy.environment),
    compute: ofPolicy(policy, policy.compute),
    timeoutMinutes: longestMinutes(policy),
    tags: { site, dataset, run: id, number: String(number), reason, startedBy, ...(commit !== undefined && { commit }) },
  }
}

function commandOf({ site, number, commit }: TrainingRun, { trainer, command, minutes, width, height }: TrainingPolicy): string {
  if (trainer === 'automl') return ''
  if (trainer === 'command') {
    if (command.trim() === '') throw new Fault('input-invalid', 'The training policy has trainer `command`, and no command.')
    return command
  }
  const places = `--data \${{inputs.dataset}} --out \${{outputs.model}}/model --progress \${{outputs.model}}/progress.jsonl`
  const model = `--name ${site} --version ${number} --minutes ${minutes} --width ${width} --height ${height}`
  // Nothing here needs quotes: ids, numbers, and a commit that was checked when the run was started.
  return `sightloop-train ${places} ${model}${commit === undefined ? '' : ` --commit ${commit}`}`
}

function ofPolicy({ trainer }: TrainingPolicy, value: string): string | undefined {
  return trainer === 'reference' || value === '' ? undefined : value
}
