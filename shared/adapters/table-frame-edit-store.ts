import { canonicalJson } from '../domain/canonical-json.ts'
import type { FrameEdit } from '../domain/frame-labels.ts'
import type { Id } from '../domain/ids.ts'
import { prefixRange } from '../domain/keys.ts'
import type { FrameEditStore } from '../ports.ts'
import { editOf, editRow, editsTable, labelingPartition } from './labeling-rows.ts'
import type { Storage } from './storage.ts'
import { listRows, toEntity } from './table-rows.ts'
import { failureOf } from './transient.ts'

/** One partition a recording; edits are only ever added. */
export function createTableFrameEditStore(storage: Storage): FrameEditStore {
  return {
    add: async (edit) => {
      for (;;) {
        const planned = await planEdit(storage, edit)
        if (planned.isStored) return planned.edit
        try {
          await storage.inTable(editsTable, (client, abortSignal) => client.createEntity(toEntity(editRow(planned.edit)), { abortSignal }))
          return planned.edit
        } catch (error) {
          // Somebody else took the number, or the answer to our own write was lost: looking again tells.
          if (failureOf(error).status !== 409) throw error
        }
      }
    },
    ofRecording: async (site, recording) => {
      const rows = await listRows(storage, editsTable, labelingPartition(site, recording), prefixRange('e'), Number.POSITIVE_INFINITY)
      return rows.map(editOf)
    },
  }
}

/** The edit with the next number of its frame, or with the one that it has already. */
export async function planEdit(storage: Storage, edit: Omit<FrameEdit, 'seq'>): Promise<{ edit: FrameEdit; isStored: boolean }> {
  const stored = await editsOfFrame(storage, edit.site, edit.recording, edit.frame)
  const same = stored.find(({ seq, ...rest }) => canonicalJson(rest) === canonicalJson(edit))
  if (same !== undefined) return { edit: same, isStored: true }
  return { edit: { ...edit, seq: (stored.at(-1)?.seq ?? 0) + 1 }, isStored: false }
}

async function editsOfFrame(storage: Storage, site: Id, recording: Id, frame: string): Promise<FrameEdit[]> {
  const rows = await listRows(storage, editsTable, labelingPartition(site, recording), prefixRange('e', frame), Number.POSITIVE_INFINITY)
  return rows.map(editOf)
}
