import { type AnnotationImport, type ImportReport, maxToldInReport } from '../domain/annotation-import.ts'
import type { FrameEdit, FrameLabels } from '../domain/frame-labels.ts'
import type { Id } from '../domain/ids.ts'
import type { Findings, FoundImage, FoundObject } from '../formats/format.ts'
import { frameNamed } from '../formats/layout.ts'
import type { Ports } from '../ports.ts'

export type PlannedEdit = Pick<FrameEdit, 'frame' | 'recording'> & { readonly objects: readonly FoundObject[] }

export interface ImportPlan {
  readonly edits: readonly PlannedEdit[]
  readonly report: ImportReport
}

const lookedUpAtOnce = 16
/** An edit holds no more. */
const maxObjects = 300
/** Boxes nearer than this, in fractions, are the same: formats round. */
const sameWithin = 0.0005

/** Finds the frame of each picture and says what would change. Changes nothing. */
export async function planImport(
  ports: Pick<Ports, 'frames' | 'datasets'>,
  job: AnnotationImport,
  findings: Findings,
): Promise<ImportPlan> {
  const edits: PlannedEdit[] = []
  const unknown: string[] = []
  const told = findings.problems.slice(0, maxToldInReport).map(shortened)
  const counts = { unchanged: 0, skippedEmpty: 0, refusedPictures: 0 }
  let problemCount = findings.problemCount
  const labelsOf = createLabelLookup(ports)

  for (let start = 0; start < findings.images.length; start += lookedUpAtOnce) {
    const some = findings.images.slice(start, start + lookedUpAtOnce)
    const origins = await Promise.all(some.map(({ picture }) => originOf(ports, picture)))
    for (const [index, image] of some.entries()) {
      const frame = frameNamed(image.picture)
      const origin = origins[index]
      if (frame === undefined || origin?.site !== job.site) unknown.push(image.picture)
      else if (findings.refused.has(frame)) counts.refusedPictures++
      else if (image.objects.length > maxObjects) {
        counts.refusedPictures++
        problemCount++
        told.push(shortened({ file: '', where: image.picture, reason: `It has more than ${maxObjects} boxes.`, picture: image.picture }))
      } else if (image.objects.length === 0 && job.emptyPictures === 'not-looked-at') counts.skippedEmpty++
      else if (saysTheSame(await labelsOf(origin.recording, frame), image)) counts.unchanged++
      else edits.push({ frame, recording: origin.recording, objects: image.objects })
    }
  }

  const newest = (await ports.datasets.list({ sites: [job.site], limit: 1 })).items[0]
  const known = new Set(newest?.labels)
  const labels = new Set(edits.flatMap(({ objects }) => objects.map(({ label }) => label)))
  const report: ImportReport = {
    pictures: findings.images.length,
    applied: { pictures: edits.length, boxes: edits.reduce((sum, { objects }) => sum + objects.length, 0) },
    ...counts,
    unknownPictures: { count: unknown.length, first: unknown.slice(0, maxToldInReport).map((name) => name.slice(0, 200)) },
    newLabels: [...labels]
      .filter((label) => !known.has(label))
      .sort()
      .slice(0, 1000),
    problems: { count: problemCount, first: told.slice(0, maxToldInReport) },
    recordings: new Set(edits.map(({ recording }) => recording)).size,
  }
  return { edits, report }
}

async function originOf({ frames }: Pick<Ports, 'frames'>, picture: string) {
  const frame = frameNamed(picture)
  return frame === undefined ? undefined : frames.origin(frame)
}

/** Pictures of a recording mostly follow each other, so the newest few recordings are remembered. */
function createLabelLookup({ frames }: Pick<Ports, 'frames'>) {
  const kept = new Map<Id, ReadonlyMap<string, FrameLabels>>()
  return async (recording: Id, frame: string): Promise<FrameLabels | undefined> => {
    let labels = kept.get(recording)
    if (labels === undefined) {
      labels = new Map((await frames.labels(recording))?.frames.map((one) => [one.frame, one]))
      if (kept.size >= 8) kept.clear()
      kept.set(recording, labels)
    }
    return labels.get(frame)
  }
}

/** A picture that only the model spoke about is changed by a person who says the same: then it counts. */
function saysTheSame(labels: FrameLabels | undefined, { objects }: FoundImage): boolean {
  if (labels?.state !== 'labelled' || labels.annotations.length !== objects.length) return false
  const left = [...labels.annotations]
  return objects.every(({ label, box }) => {
    const index = left.findIndex((annotation) => annotation.label === label && isNear(annotation.box, box))
    if (index < 0) return false
    left.splice(index, 1)
    return true
  })
}

function isNear(a: FoundObject['box'], b: FoundObject['box']): boolean {
  return (['left', 'top', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) <= sameWithin)
}

function shortened({ file, where, reason, picture }: Findings['problems'][number]) {
  const short = { file: file.slice(0, 200), where: where.slice(0, 200), reason: reason.slice(0, 300) }
  return picture === undefined ? short : { ...short, picture: picture.slice(0, 200) }
}
