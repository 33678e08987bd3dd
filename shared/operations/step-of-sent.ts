import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { StepResult } from '../domain/night.ts'
import type { Ports } from '../ports.ts'

/**
 * What a night's work on a video is where there is none: nothing for a picture that somebody sent.
 *
 * @throws Fault `not-found` for a recording that nobody knows
 */
export async function stepOfSent({ frames }: Pick<Ports, 'frames'>, id: Id): Promise<StepResult> {
  if ((await frames.manifest(id))?.sent === undefined) throw new Fault('not-found', `recording ${id}`)
  return { outcome: 'known', frames: 0, annotations: 0, bytes: 0 }
}
