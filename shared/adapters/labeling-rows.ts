import { canonicalJson } from '../domain/canonical-json.ts'
import { FrameEdit } from '../domain/frame-labels.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst } from '../domain/keys.ts'
import { LabelingTask, reasonOf } from '../domain/labeling-task.ts'
import type { WaitingTask } from '../ports/labeling.ts'
import { longText, readLongText } from './long-text.ts'
import type { Row, StoredRow } from './table-rows.ts'

/** Edits and tasks of a recording's frames share a partition, so that an answer and what it changes are written together. */
export const editsTable = 'FrameEdits'
export const tasksTable = 'LabelTasks'

export function labelingPartition(site: Id, recording: Id): string {
  return joinKey(site, recording)
}

export function editRow(edit: FrameEdit): Row {
  const rowKey = joinKey('e', edit.frame, String(edit.seq).padStart(6, '0'))
  return { partitionKey: labelingPartition(edit.site, edit.recording), rowKey, columns: longText(canonicalJson(edit)) }
}

export function editOf(row: Pick<StoredRow, 'columns'>): FrameEdit {
  return FrameEdit.parse(JSON.parse(readLongText(row.columns)))
}

export function taskRow(task: LabelingTask): Row {
  const place = { partitionKey: labelingPartition(task.site, task.recording), rowKey: joinKey('t', task.id) }
  return { ...place, columns: longText(canonicalJson(task)) }
}

export function taskOf(row: StoredRow) {
  return { value: LabelingTask.parse(JSON.parse(readLongText(row.columns))), version: row.etag }
}

/** Where the task waits. A copy of what `next` must know to choose; it may lag behind, the task decides. */
export function waitingRow(task: LabelingTask): Row {
  const { id, camera, at, group, labels, lease, gold } = task
  const reason = reasonOf(task)
  const past = [...new Set([...task.answers.map(({ who }) => who), ...task.skippedBy])]
  const waiting: WaitingTask = { id, camera, at, group, reason, labels, lease, past, onlyFor: gold?.who }
  return {
    partitionKey: joinKey('open', task.site),
    rowKey: joinKey(newestFirst(at), id),
    columns: { camera, ...longText(canonicalJson(waiting)) },
  }
}

export function waitingOf(row: StoredRow): WaitingTask {
  return JSON.parse(readLongText(row.columns)) as WaitingTask
}
