import { z } from 'zod'
import { Label } from '../../../shared/domain/detection.ts'
import { FrameGroup } from '../../../shared/domain/frame-labels.ts'
import { Id, Instant, Sha256 } from '../../../shared/domain/ids.ts'
import { LabelerFinding } from '../../../shared/domain/labeler-quality.ts'
import { LabeledObject, TaskQuestion, TaskReason } from '../../../shared/domain/labeling-task.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { viewTask } from '../../../shared/domain/task-view.ts'
import { FreeText } from '../../../shared/domain/verdict.ts'
import { countTasks } from '../../../shared/operations/count-tasks.ts'
import { findTask } from '../../../shared/operations/find-task.ts'
import { leaveTask } from '../../../shared/operations/leave-task.ts'
import { liftFinding } from '../../../shared/operations/lift-finding.ts'
import { nextTask } from '../../../shared/operations/next-task.ts'
import { readFrameHistory } from '../../../shared/operations/read-frame-history.ts'
import { readLabelerQuality } from '../../../shared/operations/read-labeler-quality.ts'
import { readOwnQuality } from '../../../shared/operations/read-own-quality.ts'
import { renewClaim } from '../../../shared/operations/renew-claim.ts'
import { saveTask } from '../../../shared/operations/save-task.ts'
import { undoTask } from '../../../shared/operations/undo-task.ts'
import { route } from '../route.ts'
import { IdParams } from '../schemas.ts'

const labelers: readonly Role[] = ['data-labeler', 'data-scientist']
const judges: readonly Role[] = ['data-scientist']

const TaskAnswer = z.object({
  id: Id,
  ...TaskQuestion.shape,
  leasedUntil: Instant.optional(),
  answer: z.array(LabeledObject).optional(),
  proposals: z.array(z.array(LabeledObject)),
  version: z.string(),
})

const FrameEditAnswer = z.object({
  seq: z.int(),
  at: Instant,
  who: z.string(),
  kind: z.enum(['label', 'import', 'withdrawal']),
  of: z.int().optional(),
  objects: z.array(LabeledObject),
  counts: z.boolean(),
})

export const labelingRoutes = [
  route({
    name: 'claimNextTask',
    method: 'POST',
    path: 'labeling/next',
    summary: 'Claims the next frame to label for 10 minutes; without a task when nothing waits. Ends with what one had claimed already.',
    roles: labelers,
    body: z.strictObject({
      site: Id.optional(),
      camera: Id.optional(),
      group: FrameGroup.optional(),
      label: Label.optional(),
      /** Tasks at hand already: the screen loads ahead. */
      except: z.array(Id).max(50).default([]),
    }),
    answer: z.object({ task: TaskAnswer.optional() }),
    run: async (ports, { person, body }) => {
      const found = await nextTask(ports, person, body)
      return { task: found && viewTask(found.value, found.version, person.id) }
    },
  }),
  route({
    name: 'getTask',
    method: 'GET',
    path: 'labeling/tasks/{id}',
    summary: "A frame to label, with the model's boxes to start from.",
    roles: labelers,
    params: IdParams,
    answer: TaskAnswer,
    run: async (ports, { person, params }) => {
      const { value, version } = await findTask(ports, person, params.id)
      return viewTask(value, version, person.id)
    },
  }),
  route({
    name: 'saveTask',
    method: 'POST',
    path: 'labeling/tasks/{id}/save',
    summary: 'The whole answer about a claimed frame: everything that is on it; an empty list says that nothing is.',
    roles: labelers,
    params: IdParams,
    body: z.strictObject({ objects: z.array(LabeledObject).max(300) }),
    answer: TaskAnswer,
    run: async (ports, { person, params, version: seen, body }) => {
      const { value, version } = await saveTask(ports, person, params.id, body.objects, seen)
      return viewTask(value, version, person.id)
    },
  }),
  ...(['skip', 'release'] as const).map((way) =>
    route({
      name: `${way}Task`,
      method: 'POST',
      path: `labeling/tasks/{id}/${way}`,
      summary: way === 'skip' ? 'Leaves a claimed frame to somebody else.' : 'Gives a claimed frame back; one may get it again.',
      roles: labelers,
      params: IdParams,
      answer: TaskAnswer,
      run: async (ports, { person, params, version: seen }) => {
        const { value, version } = await leaveTask(ports, person, params.id, way, seen)
        return viewTask(value, version, person.id)
      },
    }),
  ),
  route({
    name: 'renewClaim',
    method: 'POST',
    path: 'labeling/tasks/{id}/renew',
    summary: "Keeps one's own claimed frame for another 10 minutes, as long as nobody else has it.",
    roles: labelers,
    params: IdParams,
    answer: TaskAnswer,
    run: async (ports, { person, params }) => {
      const { value, version } = await renewClaim(ports, person, params.id)
      return viewTask(value, version, person.id)
    },
  }),
  route({
    name: 'undoTask',
    method: 'POST',
    path: 'labeling/tasks/{id}/undo',
    summary: "Takes one's own answer back, as long as nobody has answered after it, and claims the frame again.",
    roles: labelers,
    params: IdParams,
    answer: TaskAnswer,
    run: async (ports, { person, params, version: seen }) => {
      const { value, version } = await undoTask(ports, person, params.id, seen)
      return viewTask(value, version, person.id)
    },
  }),
  route({
    name: 'countTasks',
    method: 'GET',
    path: 'labeling/queue',
    summary: 'How many frames wait for labelers, by site, group and reason.',
    roles: labelers,
    query: z.strictObject({ site: Id.optional() }),
    answer: z.object({ items: z.array(z.object({ site: Id, group: FrameGroup, reason: TaskReason, tasks: z.int() })) }),
    run: async (ports, { person, query }) => ({ items: await countTasks(ports, person, query.site) }),
  }),
  route({
    name: 'readLabelerQuality',
    method: 'GET',
    path: 'labeling/quality',
    summary: "How many known answers of a site's labelers were wrong, by class, and whose answers were put aside. Looking is audited.",
    roles: judges,
    query: z.strictObject({ site: Id }),
    answer: z.object({
      labelers: z.array(z.object({ who: z.string(), label: Label, asked: z.int(), gold: z.int(), wrong: z.int() })),
      findings: z.array(LabelerFinding),
      names: z.record(z.string(), z.string()),
    }),
    run: (ports, { person, query }) => readLabelerQuality(ports, person, query.site),
  }),
  route({
    name: 'readOwnQuality',
    method: 'GET',
    path: 'labeling/quality/mine',
    summary: 'How well one labels oneself, by class. Known answers of the present day (UTC) are not counted in yet.',
    roles: labelers,
    query: z.strictObject({ site: Id.optional() }),
    answer: z.object({
      until: Instant,
      items: z.array(
        z.object({
          ...{ site: Id, label: Label, asked: z.int(), gold: z.int(), wrong: z.int() },
          asideSince: Instant.optional(),
        }),
      ),
    }),
    run: (ports, { person, query }) => readOwnQuality(ports, person, query.site),
  }),
  route({
    name: 'liftFinding',
    method: 'POST',
    path: 'labeling/quality/{site}/findings/{id}/lift',
    summary: "Lets a labeler's answers count again from now on, and those that were put aside as well, if so said.",
    roles: judges,
    params: z.strictObject({ site: Id, id: Id }),
    body: z.strictObject({ isRestored: z.boolean(), note: FreeText }),
    answer: LabelerFinding,
    run: (ports, { person, params, body }) => liftFinding(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'readFrameHistory',
    method: 'GET',
    path: 'frames/{id}/history',
    summary: 'Who said what about a frame, and what of it counts.',
    roles: ['data-scientist', 'safety-auditor'],
    params: z.strictObject({ id: Sha256 }),
    answer: z.object({ site: Id, camera: Id, recording: Id, edits: z.array(FrameEditAnswer) }),
    run: (ports, { person, params }) => readFrameHistory(ports, person, params.id),
  }),
]
