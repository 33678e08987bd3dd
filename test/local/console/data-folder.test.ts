import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DataFolderError, openDataFolder } from '../../../local/console/data-folder.ts'

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), 'data-'))
  try {
    await use(join(parent, 'data'))
  } finally {
    rmSync(parent, { recursive: true })
  }
}

async function useOnce(folder: string, isReset: boolean): Promise<void> {
  const used = await openDataFolder(folder, isReset)
  used.release()
}

test('a second console on the same folder is refused, and named the process that has it', () =>
  withFolder(async (folder) => {
    const first = await openDataFolder(folder, false)
    await assert.rejects(openDataFolder(folder, false), new RegExp(`process ${process.pid}`))
    first.release()
    await useOnce(folder, false)
  }))

test('the lock of a console that was killed does not keep the next one out', () =>
  withFolder(async (folder) => {
    await openDataFolder(folder, false)
    const gone = spawnSync(process.execPath, ['--version']).pid
    writeFileSync(join(folder, 'console.lock'), String(gone))
    await useOnce(folder, false)
  }))

test('a folder with files of somebody else is neither used nor deleted', () =>
  withFolder(async (folder) => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'thesis.txt'), 'years of work')
    for (const isReset of [false, true]) await assert.rejects(openDataFolder(folder, isReset), DataFolderError)
    assert.equal(readFileSync(join(folder, 'thesis.txt'), 'utf8'), 'years of work')
  }))

test('data stays from one start to the next, and goes with --reset', () =>
  withFolder(async (folder) => {
    const first = await openDataFolder(folder, false)
    writeFileSync(join(first.of('azurite'), 'table.json'), '{}')
    first.release()
    await useOnce(folder, false)
    assert.ok(existsSync(join(folder, 'azurite', 'table.json')))
    await useOnce(folder, true)
    assert.ok(!existsSync(join(folder, 'azurite')))
  }))

test('what a killed console left running may write its last before the folder is used, or emptied', () =>
  withFolder(async (folder) => {
    const first = await openDataFolder(folder, false)
    const kept = join(first.of('storage'), 'rows')
    const program = "process.stdin.resume().on('end', () => require('fs').writeFileSync(process.argv[1], 'the last row'))"
    const service = spawn(process.execPath, ['-e', program, kept])
    first.usedBy(service.pid!)
    first.release()
    const second = await openDataFolder(folder, false, () => service.stdin.end())
    assert.equal(readFileSync(kept, 'utf8'), 'the last row')
    second.release()
    await openDataFolder(folder, true, () => assert.fail('nobody is left to wait for'))
    assert.ok(!existsSync(kept))
  }))
