import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../../../shared/domain/faults.ts'

const schema = `
CREATE TABLE IF NOT EXISTS instances (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT, execution TEXT NOT NULL, status TEXT NOT NULL,
  input TEXT NOT NULL, output TEXT, customStatus TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL, now INTEGER NOT NULL,
  parent TEXT, parentExecution TEXT, parentTask INTEGER, generation INTEGER NOT NULL, events INTEGER NOT NULL, plan TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS instances_by_time ON instances (created, id);
CREATE INDEX IF NOT EXISTS instances_by_status ON instances (status, created, id);

CREATE TABLE IF NOT EXISTS history (
  instance TEXT NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (instance, seq)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS inbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, execution TEXT, message TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS inbox_by_target ON inbox (target, seq);

CREATE TABLE IF NOT EXISTS ready (seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL UNIQUE, isEntity INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS ready_by_kind ON ready (isEntity, seq);

CREATE TABLE IF NOT EXISTS work (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, instance TEXT NOT NULL, execution TEXT NOT NULL, task INTEGER NOT NULL,
  kind TEXT NOT NULL, name TEXT NOT NULL, input TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS work_by_instance ON work (instance, task);

CREATE TABLE IF NOT EXISTS timers (
  target TEXT NOT NULL, id TEXT NOT NULL, due INTEGER NOT NULL, execution TEXT, message TEXT NOT NULL, PRIMARY KEY (target, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS timers_by_due ON timers (due);

CREATE TABLE IF NOT EXISTS entities (
  id TEXT PRIMARY KEY, state TEXT, doesExist INTEGER NOT NULL, updated INTEGER NOT NULL, owner TEXT, ownerExecution TEXT);
CREATE INDEX IF NOT EXISTS entities_by_owner ON entities (owner) WHERE owner IS NOT NULL;
`

/**
 * Opens the file of a task hub, and holds it: the lock is the operating system's, so it ends with the process however that ends.
 *
 * Commits are not flushed to the disk one by one: they outlive a killed process; after a power cut the last ones may be
 * missing, all together, and what they recorded happens again.
 */
export function openDatabase(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000',
    )
    // Taken here and now, not with the first write.
    database.exec(`BEGIN EXCLUSIVE; ${schema} COMMIT`)
    return database
  } catch (cause) {
    database.close()
    if (!String(cause).includes('locked')) throw cause
    const message = `Another Functions host works on the task hub in ${file}. Stop it, or give this one its own folder with --data.`
    throw new Fault('setting-invalid', message, { cause })
  }
}
