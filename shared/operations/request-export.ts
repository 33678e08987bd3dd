import type { DatasetExport, DatasetVersion } from '../domain/dataset.ts'
import { exportId } from '../domain/dataset-export.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { admitExport } from './admit-export.ts'

export type ExportRequest = Pick<DatasetExport, 'dataset' | 'format' | 'images'>

/**
 * Asks for a dataset in a format. The same export is made once: asking again answers how it stands, and starts it again
 * where it failed. A request that dies between the row and the engine is made up for by the next.
 *
 * @throws Fault `not-found` where there is no such dataset, or not for this person; `requests-too-many`
 */
export async function requestExport(
  ports: Pick<Ports, 'datasets' | 'exports' | 'orchestrations' | 'audit' | 'clock' | 'alertLimits'>,
  person: Principal,
  request: ExportRequest,
): Promise<DatasetExport> {
  const { datasets, exports, orchestrations, audit, clock } = ports
  const entry = await datasets.find(request.dataset)
  if (entry === undefined || !coversSite(person, entry.site)) throw new Fault('not-found')
  const id = exportId(request)
  const stored = await exports.find(id)
  if (stored !== undefined && stored.value.state !== 'failed') {
    await startAgain(orchestrations, stored.value)
    return stored.value
  }
  await admitExport(ports, person, entry.site)
  const requestedAt = clock().toISOString()
  const { dataset, format, images } = request
  const job: DatasetExport = {
    ...{ id, site: entry.site, dataset, format, images, state: 'waiting', requestedAt, requestedBy: person.id, progress: 0 },
  }
  await exports.save(job, stored?.version).catch((error) => {
    if (!(error instanceof Fault && error.code === 'night-changed')) throw error
  })
  const saved = (await exports.find(id))?.value ?? job
  await startAgain(orchestrations, saved)
  if (saved.requestedAt === requestedAt) {
    const detail = { dataset, format, images }
    await audit.append(entry.site, { at: requestedAt, who: person.id, action: 'export-requested', subject: `export/${id}`, detail })
  }
  return saved
}

/** Where an export lies, for whoever may see its site. @throws Fault `not-found` */
export async function findExport({ exports }: Pick<Ports, 'exports'>, person: Principal, id: Id): Promise<DatasetExport> {
  const job = (await exports.find(id))?.value
  if (job === undefined || !coversSite(person, job.site)) throw new Fault('not-found')
  return job
}

/** @throws Fault `not-found` where there is no such dataset, or not for this person */
export async function listExports(
  { datasets, exports }: Pick<Ports, 'datasets' | 'exports'>,
  person: Principal,
  dataset: DatasetVersion,
): Promise<readonly DatasetExport[]> {
  const entry = await datasets.find(dataset)
  if (entry === undefined || !coversSite(person, entry.site)) throw new Fault('not-found')
  return exports.list(dataset)
}

/** Each time that it was asked for anew has an instance of its own; starting one that runs or has ended changes nothing. */
async function startAgain(orchestrations: Ports['orchestrations'], { id, state, requestedAt }: DatasetExport): Promise<void> {
  if (state !== 'ready') await orchestrations.start('export-dataset', `export-${id}-${compact(requestedAt)}`, { id })
}

function compact(instant: Instant): string {
  return String(Date.parse(instant))
}
