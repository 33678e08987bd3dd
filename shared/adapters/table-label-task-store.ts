import { odata, type TransactionAction } from '@azure/data-tables'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { FrameEdit } from '../domain/frame-labels.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, oldestFirst, prefixRange } from '../domain/keys.ts'
import type { GoldItem, LabelingTask } from '../domain/labeling-task.ts'
import type { LabelTaskStore } from '../ports/labeling.ts'
import { editRow, editsTable, labelingPartition, taskOf, taskRow, tasksTable, waitingOf, waitingRow } from './labeling-rows.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { planEdit } from './table-frame-edit-store.ts'
import { findRow, isSameRow, listRows, type Row, removeRow, toEntity, upsertRow } from './table-rows.ts'
import { failureOf } from './transient.ts'

const maxTries = 5

/** Tasks beside the edits of their recording; where they wait, and who answered what, in a table of pointers (docs/storage.md). */
export function createTableLabelTaskStore(storage: Storage): LabelTaskStore {
  async function find(id: Id) {
    const place = await findRow(storage, tasksTable, joinKey('id', id), 'place')
    const row = place && (await findRow(storage, editsTable, String(place.columns['partition']), joinKey('t', id)))
    return row && taskOf(row)
  }

  async function save(task: LabelingTask, version: string | undefined, edit?: Omit<FrameEdit, 'seq'>): Promise<string> {
    // What points comes before what is pointed to: a pointer to nothing is passed over, a task that nothing points to is lost.
    const waiting = waitingRow(task)
    const pointers = [...(version === undefined ? [placeRow(task)] : []), ...(task.state === 'open' ? [waiting] : []), ...answerRows(task)]
    await Promise.all(pointers.map((row) => upsertRow(storage, tasksTable, row)))
    const etag = await commit(task, version, edit)
    // Once more for an open one: somebody may have taken the pointer for a dead one meanwhile.
    await (task.state === 'open' ? upsertRow(storage, tasksTable, waiting) : removeRow(storage, tasksTable, waiting))
    return etag
  }

  async function commit(task: LabelingTask, version: string | undefined, edit: Omit<FrameEdit, 'seq'> | undefined): Promise<string> {
    const row = taskRow(task)
    const entity = toEntity(row)
    for (let tries = 1; ; tries++) {
      const planned = edit && (await planEdit(storage, edit))
      const actions: TransactionAction[] = [
        version === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag: version }],
        ...(planned === undefined || planned.isStored ? [] : [['create', toEntity(editRow(planned.edit))] as TransactionAction]),
      ]
      try {
        const answer = await storage.inTable(editsTable, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
        return answer.subResponses[0]?.etag ?? ''
      } catch (error) {
        const { status } = failureOf(error)
        if (status !== 409 && status !== 412 && status !== 404) throw error
        // An attempt whose answer was lost comes back as a conflict with oneself: what is stored tells. All of a
        // transaction is there, or nothing, so the task stands for the edit.
        const stored = await findRow(storage, editsTable, row.partitionKey, row.rowKey)
        if (stored !== undefined && isSameRow(stored, row)) return stored.etag
        // An edit from elsewhere took the number; the task is still what it was.
        const isOnlyNumber = planned !== undefined && !planned.isStored && stored?.etag === version && tries < maxTries
        if (!isOnlyNumber) throw new Fault('task-changed', undefined, { cause: error })
      }
    }
  }

  return {
    find,
    save,
    ofRecording: async (site, recording) => {
      const rows = await listRows(storage, editsTable, labelingPartition(site, recording), prefixRange('t'), Number.POSITIVE_INFINITY)
      return rows.map(taskOf)
    },
    waiting: async ({ site, camera, limit }) => {
      const filter = camera === undefined ? undefined : odata`camera eq ${camera}`
      return (await listRows(storage, tasksTable, joinKey('open', site), { from: '0', to: '~' }, limit, filter)).map(waitingOf)
    },
    answeredBy: async function* ({ site, who, since }) {
      const range = { from: joinKey(oldestFirst(since)), to: '~' }
      const rows = await listRows(storage, tasksTable, joinKey('answers', site, who), range, Number.POSITIVE_INFINITY)
      for (const task of new Set(rows.map(({ columns }) => String(columns['task'])))) {
        const found = await find(task)
        if (found !== undefined) yield found
      }
    },
    forget: async (site, { at, id }) => {
      await removeRow(storage, tasksTable, { partitionKey: joinKey('open', site), rowKey: joinKey(newestFirst(at), id) })
    },
    saveGold: async (item) => {
      const columns = longText(canonicalJson(item))
      for (const key of goldKeys(item)) await upsertRow(storage, tasksTable, { ...key, columns })
    },
    removeGold: async (item) => {
      for (const key of goldKeys(item)) await removeRow(storage, tasksTable, key)
    },
    gold: async ({ site, label, start, limit }) => {
      const list = (from: string, to: string) => listRows(storage, tasksTable, joinKey('gold', site, label), { from, to }, limit)
      const after = await list(start, '~')
      const before = after.length < limit ? await list('0', start) : []
      return [...after, ...before].slice(0, limit).map(({ columns }) => JSON.parse(readLongText(columns)) as GoldItem)
    },
  }
}

/** A row for each class. The name of a frame is a hash, so a start among them is a random choice. */
function goldKeys({ question, objects }: GoldItem) {
  const { site, labels, recording, frame } = question
  const classes = new Set([...labels, ...objects.map(({ label }) => label)])
  return [...classes].map((label) => ({ partitionKey: joinKey('gold', site, label), rowKey: joinKey(frame, recording) }))
}

function placeRow({ id, site, recording }: LabelingTask): Row {
  return { partitionKey: joinKey('id', id), rowKey: 'place', columns: { partition: labelingPartition(site, recording) } }
}

/** By its author and time, so that all answers of a person can be found when they must be put aside. */
function answerRows({ id, site, answers }: LabelingTask): Row[] {
  const newest = answers.slice(-1)
  return newest.map(({ who, at }) => ({
    partitionKey: joinKey('answers', site, who),
    rowKey: joinKey(oldestFirst(at), id),
    columns: { task: id },
  }))
}
