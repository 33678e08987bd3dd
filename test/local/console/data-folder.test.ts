import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DataFolderError, openDataFolder } from '../../../local/console/data-folder.ts'

function withFolder(use: (folder: string) => void): void {
  const parent = mkdtempSync(join(tmpdir(), 'data-'))
  try {
    use(join(parent, 'data'))
  } finally {
    rmSync(parent, { recursive: true })
  }
}

test('a second console on the same folder is refused, and named the process that has it', () =>
  withFolder((folder) => {
    const first = openDataFolder(folder, false)
    assert.throws(() => openDataFolder(folder, false), new RegExp(`process ${process.pid}`))
    first.release()
    openDataFolder(folder, false).release()
  }))

test('the lock of a console that was killed does not keep the next one out', () =>
  withFolder((folder) => {
    openDataFolder(folder, false)
    const gone = spawnSync(process.execPath, ['--version']).pid
    writeFileSync(join(folder, 'console.lock'), String(gone))
    openDataFolder(folder, false).release()
  }))

test('a folder with files of somebody else is neither used nor deleted', () =>
  withFolder((folder) => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'thesis.txt'), 'years of work')
    for (const isReset of [false, true]) assert.throws(() => openDataFolder(folder, isReset), DataFolderError)
    assert.equal(readFileSync(join(folder, 'thesis.txt'), 'utf8'), 'years of work')
  }))

test('data stays from one start to the next, and goes with --reset', () =>
  withFolder((folder) => {
    const first = openDataFolder(folder, false)
    writeFileSync(join(first.of('azurite'), 'table.json'), '{}')
    first.release()
    openDataFolder(folder, false).release()
    assert.ok(existsSync(join(folder, 'azurite', 'table.json')))
    openDataFolder(folder, true).release()
    assert.ok(!existsSync(join(folder, 'azurite')))
  }))
