import { randomUUID } from 'node:crypto'
import type { AnnotationImport, ImportFormat } from '../domain/annotation-import.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Page } from '../domain/page.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { namesOf } from './names-of.ts'
import { requireSite, visibleSites } from './visible-sites.ts'

const linkMinutes = 10

/** Of the upload, pictures included; they are passed over. */
export const maxUploadBytes = 2 * 1024 ** 3

export interface ImportRequest {
  readonly site: Id
  readonly format: ImportFormat
  readonly emptyPictures: AnnotationImport['emptyPictures']
}

/** Opens a place for one upload. Nothing happens with it until `startImport`. */
export async function requestImport(
  { imports, clock }: Pick<Ports, 'imports' | 'clock'>,
  person: Principal,
  { site, format, emptyPictures }: ImportRequest,
): Promise<AnnotationImport & { upload: { url: string; expiresAt: string } }> {
  requireSite(person, site)
  const now = clock()
  const id = randomUUID()
  const path = `${site}/${id}`
  const job: AnnotationImport = {
    ...{ id, site, format, emptyPictures, state: 'waiting', requestedAt: now.toISOString(), requestedBy: person.id, attempts: 0, path },
  }
  await imports.save(job, undefined)
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000).toISOString()
  return { ...job, upload: { url: await imports.uploadLink(path, expiresAt), expiresAt } }
}

/** An import in a list: of its report, how many pictures were taken over and how many refused. */
export interface ListedImport extends Omit<AnnotationImport, 'report'> {
  readonly applied: number | undefined
  readonly refused: number | undefined
}

export interface ImportPage extends Page<ListedImport> {
  readonly names: Readonly<Record<string, string>>
}

/** Newest first. @throws Fault `not-found` for a site that is not theirs */
export async function listImports(
  ports: Pick<Ports, 'imports' | 'people' | 'rosters'>,
  person: Principal,
  { site, cursor, limit }: { readonly site?: Id | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<ImportPage> {
  const page = await ports.imports.list({ sites: await visibleSites(ports, person, site), cursor, limit })
  return {
    items: page.items.map(({ report, ...job }) => ({ ...job, applied: report?.applied.pictures, refused: report?.refusedPictures })),
    cursor: page.cursor,
    names: await namesOf(
      ports,
      page.items.map(({ requestedBy }) => requestedBy),
    ),
  }
}

/** @throws Fault `not-found` where there is none, or not for this person */
export async function findImport({ imports }: Pick<Ports, 'imports'>, person: Principal, id: Id): Promise<AnnotationImport> {
  const job = (await imports.find(id))?.value
  if (job === undefined || !coversSite(person, job.site)) throw new Fault('not-found')
  return job
}

/**
 * Says that the upload is complete. One that failed may be started again; one that is under way is left alone.
 *
 * @throws Fault `input-invalid` where nothing was uploaded, or too much
 */
export async function startImport(
  ports: Pick<Ports, 'imports' | 'orchestrations' | 'audit' | 'clock'>,
  person: Principal,
  id: Id,
): Promise<AnnotationImport> {
  const { imports, orchestrations, audit, clock } = ports
  await findImport(ports, person, id)
  const stored = await imports.find(id)
  if (stored === undefined) throw new Fault('not-found')
  let job = stored.value
  if (job.state === 'waiting' || job.state === 'failed') {
    const bytes = await imports.size(job.path)
    if (bytes === undefined || bytes === 0) throw new Fault('input-invalid', 'Nothing was uploaded yet.')
    if (bytes > maxUploadBytes) throw new Fault('input-invalid', `The upload has ${bytes} bytes, at most ${maxUploadBytes} are taken.`)
    const now = clock().toISOString()
    // The first start dates all changes: made again, they are the same ones.
    job = { ...job, state: 'reading', bytes, startedAt: job.startedAt ?? now, attempts: job.attempts + 1, problem: undefined }
    await imports.save(job, stored.version)
    const detail = { format: job.format, bytes }
    await audit.append(job.site, { at: now, who: person.id, action: 'import-started', subject: `import/${id}`, detail })
  }
  if (job.state !== 'done') await orchestrations.start('import-annotations', `import-${id}-${job.attempts}`, { id })
  return job
}
