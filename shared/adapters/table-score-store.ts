import { canonicalJson } from '../domain/canonical-json.ts'
import { joinKey } from '../domain/keys.ts'
import { ScoreMessage } from '../domain/messages.ts'
import type { ScoreStore, StoredScore } from '../ports/compliance.ts'
import { createGroupCommit } from './group-commit.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow } from './table-rows.ts'

const table = 'Scores'

type ScoreKey = Pick<ScoreMessage, 'device' | 'bootId' | 'seq'>

/** A partition is a minute of a site: 100 results a second make 6,000 rows. */
export function createTableScoreStore(storage: Storage): ScoreStore {
  const save = createGroupCommit(storage, table)
  return {
    save: ({ site, time, message }) =>
      save({ ...placeOf(site, time, message), columns: { ...longText(canonicalJson(message)), site, time } }),
    find: async (site, time, key) => {
      const { partitionKey, rowKey } = placeOf(site, time, key)
      const row = await findRow(storage, table, partitionKey, rowKey)
      return row && { site, time, message: ScoreMessage.parse(JSON.parse(readLongText(row.columns))) }
    },
  }
}

function placeOf(site: string, time: StoredScore['time'], { device, bootId, seq }: ScoreKey) {
  return { partitionKey: joinKey(site, time.slice(0, 16)), rowKey: joinKey(device, bootId, String(seq)) }
}
