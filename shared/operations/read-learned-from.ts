import type { DatasetVersion } from '../domain/dataset.ts'
import type { DatasetLineage } from '../domain/dataset-lineage.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { type LearnedFrom, mostNamed } from '../domain/passport.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'
import { findIncident } from './find-incident.ts'
import { findDataset } from './read-dataset.ts'
import { framesOf, readLineage } from './trace-dataset.ts'

export type LearnedPorts = Pick<Ports, 'datasets' | 'incidents' | 'frames' | 'models' | 'deviceStates'>

/** As many of the newest versions and models of a site are looked through. */
const mostDatasets = 100
const mostModels = 500

/** What learned from an incident. @throws Fault `not-found` */
export async function learnedFromIncident(ports: LearnedPorts, person: Principal, id: Id): Promise<LearnedFrom> {
  const { value: incident } = await findIncident(ports, person, id)
  return learnedFrom(ports, incident.site, async (lineage) => {
    if (!lineage.incidents.includes(id)) return 0
    const frames = await Promise.all(
      incident.recordings.map((recording) => framesOf(ports, lineage, recording, (item) => item.incidents.includes(id))),
    )
    return frames.flat().length
  })
}

/** What learned from a picture. @throws Fault `not-found` */
export async function learnedFromFrame(ports: LearnedPorts, person: Principal, frame: string): Promise<LearnedFrom> {
  const origin = await ports.frames.origin(frame)
  if (origin === undefined || !coversSite(person, origin.site)) throw new Fault('not-found')
  return learnedFrom(
    ports,
    origin.site,
    async (lineage) => (await framesOf(ports, lineage, origin.recording, (item) => item.frame === frame)).length,
  )
}

/** What learned from a version. @throws Fault `not-found` */
export async function learnedFromDataset(ports: LearnedPorts, person: Principal, version: DatasetVersion): Promise<LearnedFrom> {
  const { site, items } = await findDataset(ports, person, version)
  return followDatasets(ports, site, [{ version, frames: items }])
}

/** @param count How many of a version's pictures came of the thing */
async function learnedFrom(ports: LearnedPorts, site: Id, count: (lineage: DatasetLineage) => Promise<number>): Promise<LearnedFrom> {
  const { items } = await ports.datasets.list({ sites: [site], limit: mostDatasets })
  const found: { version: DatasetVersion; frames: number }[] = []
  for (const { version } of items) {
    const lineage = await readLineage(ports, version)
    const frames = lineage === undefined ? 0 : await count(lineage)
    if (frames > 0) found.push({ version, frames })
  }
  return followDatasets(ports, site, found)
}

async function followDatasets(
  ports: LearnedPorts,
  site: Id,
  datasets: readonly { readonly version: DatasetVersion; readonly frames: number }[],
): Promise<LearnedFrom> {
  const versions = new Set(datasets.map(({ version }) => version))
  const models = (await modelsOf(ports, site)).flatMap(({ dataset, ...model }) =>
    dataset !== undefined && versions.has(dataset) ? [{ ...model, dataset }] : [],
  )
  const digests = new Set(models.map(({ digest }) => digest))
  const states = models.length === 0 ? [] : await ports.deviceStates.list(site)
  const devices = states.flatMap(({ device, module }) =>
    module?.model !== undefined && digests.has(module.model.digest) ? [{ device, model: module.model }] : [],
  )
  return {
    datasets: named(datasets, ({ version, frames }) => ({ version, frames, link: `/api/datasets/${version}` })),
    models: named(models, ({ name, version, digest, state, dataset }) => ({
      ...{ name, version, digest, state, dataset, link: `/api/models/${name}/${version}/passport` },
    })),
    devices: named(devices, ({ device, model }) => ({ device, model: { ...model }, link: `/api/devices/${device}/passport` })),
  }
}

async function modelsOf({ models }: LearnedPorts, site: Id): Promise<readonly RegisteredModel[]> {
  const found: RegisteredModel[] = []
  let cursor: string | undefined
  do {
    const page = await models.list({ sites: [site], cursor, limit: 100 })
    found.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined && found.length < mostModels)
  return found
}

function named<Thing, Answer>(things: readonly Thing[], describe: (thing: Thing) => Answer): { count: number; named: Answer[] } {
  return { count: things.length, named: things.slice(0, mostNamed).map(describe) }
}
