import { createHash } from 'node:crypto'
import { goldItemOf } from '../domain/answer-task.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { type LabelerFinding, type LabelerQuality, qualityState } from '../domain/labeler-quality.ts'
import { validAnswers } from '../domain/labeling-task.ts'
import { withoutQuarantined } from '../domain/plan-tasks.ts'
import type { Ports } from '../ports.ts'
import { quarantinedAnswers } from './quarantined-answers.ts'

type AsidePorts = Pick<Ports, 'labelTasks' | 'labelerQuality' | 'changes' | 'audit'>

/** Before anything was known against the person: all that they ever answered is in doubt. */
const beginning = '1970-01-01T00:00:00.000Z'

/**
 * Known answers of this person and class were wrong too often: what they answered since the change counts no more, and
 * others are asked. One row, the finding, makes it so at once; the rest follows from it and can be done again.
 */
export async function putAnswersAside(ports: AsidePorts, quality: LabelerQuality, foundAt: Instant): Promise<void> {
  const { site, who, label } = quality
  const isStanding = (await ports.labelerQuality.findings(site)).some((known) => {
    return known.who === who && known.label === label && known.liftedAt === undefined
  })
  if (isStanding) return
  const { zeroAt: since = beginning, since: results } = qualityState(quality)
  const id = createHash('sha256').update(`finding\n${site}\n${who}\n${label}\n${since}\n${foundAt}`).digest('hex').slice(0, 32)
  const wrong = results.filter(({ isRight }) => !isRight).length
  const finding: LabelerFinding = { id, site, who, label, foundAt, since, gold: results.length, wrong }

  await markAnswers(ports, finding)
  const detail = { finding: id, label, since, gold: results.length, wrong }
  await ports.audit.append(site, { at: foundAt, who: 'system', action: 'labeler-answers-put-aside', subject: `labeler/${who}`, detail })
  await ports.labelerQuality.saveFinding(finding, undefined)
  await askOthers(ports, finding)
}

/** All recordings whose labels hang on these answers are due again. */
export async function markAnswers({ labelTasks, changes }: AsidePorts, { site, who, since }: LabelerFinding): Promise<void> {
  const recordings = new Set<Id>()
  for await (const { value } of labelTasks.answeredBy({ site, who, since })) recordings.add(value.recording)
  for (const id of recordings) await changes.mark({ kind: 'edit', id, site })
}

/** A task that somebody works on just now is left to the next night, which renews all tasks of marked recordings. */
export async function askOthers(ports: AsidePorts, { site, who, since }: LabelerFinding): Promise<void> {
  const quarantined = await quarantinedAnswers(ports, site)
  for await (const { value: before, version } of ports.labelTasks.answeredBy({ site, who, since })) {
    if (before.gold !== undefined) continue
    const task = withoutQuarantined(before, quarantined)
    if (validAnswers(task).length === validAnswers(before).length) continue
    for (const { objects } of before.answers) await ports.labelTasks.removeGold(goldItemOf(before, objects))
    try {
      await ports.labelTasks.save({ ...task, state: before.state === 'closed' ? 'closed' : 'open' }, version)
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'task-changed')) throw error
    }
  }
}
