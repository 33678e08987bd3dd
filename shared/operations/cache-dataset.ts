import { crashPoint } from '../crash-point.ts'
import type { DatasetHeader, DatasetItem } from '../domain/dataset.ts'
import { Fault } from '../domain/faults.ts'
import { isBefore } from '../domain/run-state.ts'
import { datasetFolder } from '../domain/training-job.ts'
import type { RunState } from '../domain/training-run.ts'
import { azureMl } from '../formats/azure-ml/azure-ml.ts'
import { coco } from '../formats/coco/coco.ts'
import type { ExportSource, Format } from '../formats/format.ts'
import type { Ports } from '../ports.ts'
import { advanceRun, type RunTask } from './advance-run.ts'

type CachePorts = Pick<Ports, 'runs' | 'datasets' | 'trainingCache' | 'trainer'>

/**
 * Lays the dataset beside the trainer as a folder that it reads. The service copies the pictures by itself; those that
 * are there already stay, so that a second attempt goes on where the first broke off. Descriptions come last: who finds
 * them finds the pictures.
 */
export async function cacheDataset(ports: CachePorts, task: RunTask): Promise<RunState> {
  const run = await advanceRun(ports, task, (run) => (isBefore(run, 'caching') ? { state: 'caching' } : undefined))
  if (run.state !== 'caching') return run.state
  const header = await ports.datasets.header(run.dataset)
  if (header === undefined) throw new Fault('not-found', `Dataset ${run.dataset} is gone.`)
  const { value: policy } = await ports.runs.policy(task.site)
  const folder = datasetFolder(run.dataset)
  await ports.trainingCache.copyFrames(placed(ports.datasets.items(run.dataset), folder))
  crashPoint('frames-copied')
  // AutoML reads its own description, and finds the pictures by their whole address.
  await describe(ports, policy.trainer === 'automl' ? azureMl : coco, header, folder)
  return run.state
}

async function* placed(items: AsyncIterable<DatasetItem>, folder: string): AsyncGenerator<{ frame: string; path: string }> {
  for await (const item of items) yield { frame: item.frame, path: `${folder}${coco.picturePath(item)}` }
}

async function describe(
  { datasets, trainingCache, trainer }: CachePorts,
  format: Format,
  header: DatasetHeader,
  folder: string,
): Promise<void> {
  const items = () => datasets.items(header.version)
  const pictureUrl = (item: DatasetItem) => trainer.pathUrl(`${folder}${coco.picturePath(item)}`)
  const source: ExportSource = { header, items, images: format === azureMl ? 'urls' : 'included', pictureUrl }
  for await (const file of format.write(source)) {
    if ('text' in file) await trainingCache.write(`${folder}${file.path}`, await wholeText(file.text))
  }
}

async function wholeText(parts: AsyncIterable<string> | Iterable<string>): Promise<string> {
  let text = ''
  for await (const part of parts) text += part
  return text
}
