import type { DatasetItem, DatasetVersion } from '../domain/dataset.ts'
import { newItems } from '../domain/dataset-diff.ts'
import type { Id } from '../domain/ids.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

type PartialPorts = Pick<Ports, 'datasets' | 'runs' | 'models' | 'incidents' | 'frameEdits'>

/** As many as the row of a question holds. */
const mostPeople = 1000
const lookupsAtOnce = 8

/**
 * Who had a hand in a model: its uploader, who started its run, and whose labels and verdicts are in what its dataset
 * has more than the champion's. What the champion had learned already was approved with it.
 */
export async function collectPartial(ports: PartialPorts, model: RegisteredModel): Promise<readonly string[]> {
  const people = new Set<string>()
  if (model.uploadedBy !== undefined) people.add(model.uploadedBy)
  const run = model.run === undefined ? undefined : (await ports.runs.find(model.site, model.run))?.value
  if (run !== undefined && run.reason !== 'policy') people.add(run.startedBy)
  if (model.dataset !== undefined) await addTeachers(ports, model.site, model.dataset, await datasetOfChampion(ports, model.site), people)
  people.delete('system')
  return [...people].sort().slice(0, mostPeople)
}

async function datasetOfChampion({ models, datasets }: PartialPorts, site: Id): Promise<DatasetVersion | undefined> {
  const champion = (await models.champion(site))?.value.model
  const dataset = champion && (await models.find(champion.name, champion.version))?.value.dataset
  // A model from elsewhere names a dataset that is not among ours: then all is new.
  return dataset !== undefined && (await datasets.header(dataset)) !== undefined ? dataset : undefined
}

async function addTeachers(
  ports: PartialPorts,
  site: Id,
  dataset: DatasetVersion,
  before: DatasetVersion | undefined,
  people: Set<string>,
): Promise<void> {
  if ((await ports.datasets.header(dataset)) === undefined) return
  const frames = new Map<Id, Set<string>>()
  const incidents = new Set<Id>()
  for await (const item of newItems(ports.datasets.items(dataset), before === undefined ? nothing() : ports.datasets.items(before))) {
    for (const { source } of item.annotations) if (source.kind === 'person') people.add(source.who)
    for (const incident of item.incidents) incidents.add(incident)
    const ofRecording = frames.get(item.recording) ?? new Set()
    frames.set(item.recording, ofRecording.add(item.frame))
  }
  // "Nothing is here" leaves no annotation behind, and a verdict only the incident's name.
  await inParallel(frames, lookupsAtOnce, async ([recording, ofRecording]) => {
    for (const { frame, who } of await ports.frameEdits.ofRecording(site, recording)) if (ofRecording.has(frame)) people.add(who)
  })
  await inParallel(incidents, lookupsAtOnce, async (incident) => {
    for (const entry of await ports.incidents.entries(incident)) if (entry.kind === 'verdict') people.add(entry.who)
  })
}

async function* nothing(): AsyncIterable<DatasetItem> {}
