import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { clearedQuality, type LabelerFinding, newQuality } from '../domain/labeler-quality.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { changeQuality } from './change-quality.ts'
import { markAnswers } from './put-answers-aside.ts'
import { requireSite } from './visible-sites.ts'

/**
 * A data scientist has looked at answers that were put aside. From now on the person's answers count again.
 *
 * @param isRestored Whether those that were put aside count again as well
 * @throws Fault `not-found`, and `task-changed` when somebody else has lifted it
 */
export async function liftFinding(
  ports: Pick<Ports, 'labelerQuality' | 'labelTasks' | 'changes' | 'audit' | 'clock'>,
  person: Principal,
  { site, id, isRestored, note }: { site: Id; id: Id; isRestored: boolean; note: string },
): Promise<LabelerFinding> {
  const found = await ports.labelerQuality.findFinding(requireSite(person, site), id)
  if (found === undefined) throw new Fault('not-found')
  if (found.value.liftedAt !== undefined) throw new Fault('task-changed', `It was lifted at ${found.value.liftedAt}.`)
  // Nobody decides over their own answers.
  if (found.value.who === person.id) throw new Fault('role-missing', 'It needs somebody else than the labeler.')
  const liftedAt = ports.clock().toISOString()
  const finding: LabelerFinding = { ...found.value, liftedAt, liftedBy: person.id, isRestored, note }
  const { who, label } = finding
  await markAnswers(ports, finding)
  await ports.labelerQuality.saveFinding(finding, found.version)
  await changeQuality(ports, { site, who, label }, (before = newQuality(site, who, label)) => clearedQuality(before, liftedAt))
  const detail = { finding: id, label, isRestored, note }
  await ports.audit.append(site, { at: liftedAt, who: person.id, action: 'labeler-finding-lifted', subject: `labeler/${who}`, detail })
  return finding
}
