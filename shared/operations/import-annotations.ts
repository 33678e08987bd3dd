import { crashPoint } from '../crash-point.ts'
import type { AnnotationImport, ImportFormat } from '../domain/annotation-import.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Findings } from '../formats/format.ts'
import { formats } from '../formats/formats.ts'
import type { Ports } from '../ports.ts'
import { type ImportPlan, planImport } from './plan-import.ts'

type ImportPorts = Pick<Ports, 'imports' | 'frames' | 'datasets' | 'frameEdits' | 'changes' | 'audit' | 'clock'>

/** What a file that came without a ZIP is taken for. */
const nameOfSingle: Readonly<Record<ImportFormat, string>> = { coco: 'annotations.json', yolo: 'data.yaml', cvat: 'annotations.xml' }
const maxRounds = 20

/**
 * Takes an uploaded file of annotations over as a person's edits. First all of it is read and checked, then it is
 * applied; a file of which nobody can say what it lacks is not applied at all. Killed on the way, it goes on when it is
 * called again: the same edit twice is one.
 */
export async function importAnnotations(ports: ImportPorts, id: Id): Promise<void> {
  const job = await advance(ports, id, () => undefined)
  if (job.state === 'done') return ports.imports.remove(job.path)
  if (job.state !== 'reading' && job.state !== 'applying') return
  try {
    const findings = await readUpload(ports, job)
    const { edits, report } = await planImport(ports, job, findings)
    const refusal = refusalOf(findings)
    if (refusal !== undefined) {
      const applied = { pictures: 0, boxes: 0 }
      await advance(ports, id, () => ({ state: 'failed', problem: refusal, report: { ...report, applied, recordings: 0 } }))
      return
    }
    crashPoint('import-planned')
    await advance(ports, id, ({ state }) => (state === 'reading' ? { state: 'applying', report } : undefined))
    await apply(ports, job, edits)
    await advance(ports, id, () => ({ state: 'done' }))
    await note(ports, job, report)
  } catch (error) {
    if (!(error instanceof Fault && error.kind === 'invalid')) throw error
    await failImport(ports, { id, problem: error.message })
    return
  }
  crashPoint('import-done')
  await ports.imports.remove(job.path)
}

/** Notes why an import could not be finished. It may be started again. */
export async function failImport(ports: Pick<Ports, 'imports'>, { id, problem }: { id: Id; problem: string }): Promise<void> {
  await advance(ports, id, ({ state }) => {
    if (state === 'done') return undefined
    const part = state === 'applying' ? ' Some pictures were changed already; start it again to finish.' : ''
    return { state: 'failed', problem: `${problem.slice(0, 420)}${part}` }
  })
}

async function readUpload({ imports }: ImportPorts, { path, format }: AnnotationImport): Promise<Findings> {
  const reader = formats[format].createReader()
  for await (const file of imports.read(path)) {
    const name = file.path || nameOfSingle[format]
    if (reader.wants(name)) await reader.take(name, file.content)
  }
  return reader.finish()
}

function refusalOf({ images, isBroken, problems }: Findings): string | undefined {
  const [first] = problems.filter(({ picture }) => picture === undefined)
  if (isBroken) return `Nothing was changed, as the file may lack anything: ${first?.file} ${first?.where}: ${first?.reason}`.slice(0, 500)
  return images.length === 0 ? 'Nothing was changed: there are no annotations of this format in the upload.' : undefined
}

async function apply({ changes, frameEdits }: ImportPorts, job: AnnotationImport, edits: ImportPlan['edits']): Promise<void> {
  const { site, requestedBy: who, startedAt: at = job.requestedAt } = job
  for (const [recording, ofRecording] of Map.groupBy(edits, (edit) => edit.recording)) {
    // The mark comes before what it announces, so that no night overlooks it.
    await changes.mark({ kind: 'edit', id: recording, site })
    crashPoint('import-marked')
    for (const { frame, objects } of ofRecording) {
      await frameEdits.add({ frame, recording, site, at, who, kind: 'import', objects: [...objects], isProvisional: false })
      crashPoint('import-edit')
    }
  }
}

function note({ audit, clock }: ImportPorts, { id, site, requestedBy }: AnnotationImport, { applied, recordings }: ImportPlan['report']) {
  const detail = { pictures: applied.pictures, boxes: applied.boxes, recordings }
  return audit.append(site, {
    at: clock().toISOString(),
    who: requestedBy,
    action: 'annotations-imported',
    subject: `import/${id}`,
    detail,
  })
}

/** Changes the row, whatever happened to it meanwhile. */
async function advance(
  { imports }: Pick<Ports, 'imports'>,
  id: Id,
  change: (job: AnnotationImport) => Partial<AnnotationImport> | undefined,
): Promise<AnnotationImport> {
  for (let round = 0; round < maxRounds; round++) {
    const stored = await imports.find(id)
    if (stored === undefined) throw new Fault('not-found', `There is no import ${id}.`)
    const fields = change(stored.value)
    if (fields === undefined) return stored.value
    const next = { ...stored.value, ...fields }
    try {
      await imports.save(next, stored.version)
      return next
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'night-changed')) throw error
    }
  }
  throw new Fault('night-changed', `Lost ${maxRounds} rounds.`)
}
