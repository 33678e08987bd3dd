import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { LabelerQuality } from '../domain/labeler-quality.ts'
import type { Ports } from '../ports.ts'

const maxTries = 10

/** Changes what is known of a person and class, again if somebody else did so at the same moment. @returns it as it is now */
export async function changeQuality(
  { labelerQuality }: Pick<Ports, 'labelerQuality'>,
  { site, who, label }: { site: Id; who: string; label: string },
  change: (before: LabelerQuality | undefined) => LabelerQuality,
): Promise<LabelerQuality> {
  for (let tries = 1; ; tries++) {
    const found = await labelerQuality.find(site, who, label)
    const after = change(found?.value)
    try {
      await labelerQuality.save(after, found?.version)
      return after
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'task-changed') || tries === maxTries) throw error
    }
  }
}
