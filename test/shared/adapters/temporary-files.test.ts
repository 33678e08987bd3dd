import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createTemporaryFiles } from '../../../shared/adapters/temporary-files.ts'
import { temporaryFolder } from '../video/support/make-test-video.ts'

test('a temporary file is gone after the work on it, and after work that failed', async (t) => {
  const folder = join(temporaryFolder(t), 'scratch')
  const files = createTemporaryFiles(folder)
  const sha256 = await files.use(async (file) => {
    await writeFile(file.path, 'some video')
    assert.equal(readdirSync(folder).length, 1)
    return file.sha256()
  })
  assert.equal(sha256, createHash('sha256').update('some video').digest('hex'))
  const failing = files.use(async (file) => {
    await writeFile(file.path, 'some video')
    throw new Error('it broke')
  })
  await assert.rejects(failing, /it broke/)
  await files.use(async () => {})
  assert.deepEqual(readdirSync(folder), [])
})

test('what a killed process left behind is removed, and the files of living ones stay', async (t) => {
  const folder = join(temporaryFolder(t), 'scratch')
  mkdirSync(folder)
  const { pid: gone } = spawnSync(process.execPath, ['--version'])
  writeFileSync(join(folder, `${gone}-a`), '')
  writeFileSync(join(folder, `${process.ppid}-b`), '')
  await createTemporaryFiles(folder).use(async () => {})
  assert.deepEqual(readdirSync(folder), [`${process.ppid}-b`])
})
