import { weighEdits } from '../domain/counting-edits.ts'
import { Fault } from '../domain/faults.ts'
import type { FrameEdit } from '../domain/frame-labels.ts'
import type { Id } from '../domain/ids.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { quarantinedAnswers } from './quarantined-answers.ts'

export interface FrameHistory {
  readonly site: Id
  readonly camera: Id
  readonly recording: Id
  /** Oldest first; one of them counts at most. */
  readonly edits: readonly (FrameEdit & { readonly counts: boolean })[]
}

/** @throws Fault `not-found` for a frame that is not there, and for one of another site alike */
export async function readFrameHistory(
  ports: Pick<Ports, 'frames' | 'frameEdits' | 'labelerQuality'>,
  person: Principal,
  frame: string,
): Promise<FrameHistory> {
  const origin = await ports.frames.origin(frame)
  if (origin === undefined || !coversSite(person, origin.site)) throw new Fault('not-found')
  const edits = (await ports.frameEdits.ofRecording(origin.site, origin.recording)).filter((edit) => edit.frame === frame)
  const { counting } = weighEdits(edits, await quarantinedAnswers(ports, origin.site))
  return { ...origin, edits: edits.map((edit) => ({ ...edit, counts: edit === counting })) }
}
