import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import type { JobRecord } from '../../../local/management/machine-learning/job-record.ts'
import { isAlive } from '../../../local/management/machine-learning/process-identity.ts'
import { createCaller, jobBody, startReceiver, startWorkspace, temporaryFolder, token, useStorage, workspaceId } from './start-workspace.ts'

const storage = useStorage()
const main = new URL('../../../local/management/main.ts', import.meta.url).pathname

// Notes its start beside what it may write to, leaves a file with the number of that start, and goes on until it is let go.
const script = [
  `const fs = require('fs'), [, outputs, gate] = process.argv`,
  `fs.appendFileSync(gate + '/starts', '.')`,
  `fs.writeFileSync(outputs + '/start-' + fs.statSync(gate + '/starts').size, '')`,
  `setInterval(() => fs.existsSync(gate + '/open') && process.exit(0), 10)`,
].join(';')

function waitingJob(name: string, gate: string) {
  return jobBody(name, `'${process.execPath}' -e "${script}" \${{outputs.model}} '${gate}'`)
}

/** Resolves when the program has started so many times, with what the service has written down about it. */
async function whenStarted(folder: string, name: string, gate: string, count: number): Promise<JobRecord> {
  for (;;) {
    const starts = existsSync(join(gate, 'starts')) ? statSync(join(gate, 'starts')).size : 0
    const record = JSON.parse(readFileSync(join(folder, 'machine-learning/jobs', `${name}.json`), 'utf8')) as JobRecord
    if (starts === count && record.attempt === count && record.processes.length === 2) return record
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('after kill -9 a job starts anew under its name, once what ran before is gone', async (t) => {
  const [folder, gate] = [await temporaryFolder(t), await temporaryFolder(t)]
  const first = await startProcess(t, folder)
  await first.call('PUT', '/jobs/kept', waitingJob('kept', gate))
  await first.call('PUT', '/jobs/next', jobBody('next', `'${process.execPath}' --version`))
  const before = await whenStarted(folder, 'kept', gate, 1)
  while (!(await storage.list('runs/kept/')).includes('runs/kept/start-1')) await first.whenJob('kept', 'Running')
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')

  const receiver = await startReceiver(t)
  const second = await startProcess(t, folder, ['--events', receiver.url])
  assert.equal((await second.call('PUT', '/jobs/kept', waitingJob('kept', gate))).status, 200)
  await whenStarted(folder, 'kept', gate, 2)
  assert.deepEqual(before.processes.map(isAlive), [false, false])
  writeFileSync(join(gate, 'open'), '')
  assert.equal((await second.ended('kept')).properties.status, 'Completed')
  assert.deepEqual(await storage.list('runs/kept/'), ['runs/kept/log.txt', 'runs/kept/start-2'])
  assert.equal((await second.ended('next')).properties.status, 'Completed')
  await receiver.until((taken) => taken.filter(({ data }) => data['runStatus'] === 'completed').length === 2)
})

test('a job that takes the service down three times has failed', async (t) => {
  const [folder, gate] = [await temporaryFolder(t), await temporaryFolder(t)]
  for (const count of [1, 2, 3]) {
    const { child, call } = await startProcess(t, folder)
    await call('PUT', '/jobs/bad', waitingJob('bad', gate))
    await whenStarted(folder, 'bad', gate, count)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const last = await startProcess(t, folder)
  const { properties } = await last.ended('bad')
  assert.deepEqual([properties.status, properties.properties.errorMessage], ['Failed', 'The service ended 3 times while it ran.'])
  last.child.kill('SIGTERM')
  assert.deepEqual(await once(last.child, 'exit'), [0, null])
})

test('the process ends when the one that started it goes away, and takes the running program along', async (t) => {
  const [folder, gate] = [await temporaryFolder(t), await temporaryFolder(t)]
  const { child, call } = await startProcess(t, folder)
  await call('PUT', '/jobs/left', waitingJob('left', gate))
  const { processes } = await whenStarted(folder, 'left', gate, 1)
  child.stdin.end()
  assert.deepEqual(await once(child, 'exit'), [0, null])
  assert.deepEqual(processes.map(isAlive), [false, false])
  const { state, attempt } = JSON.parse(readFileSync(join(folder, 'machine-learning/jobs/left.json'), 'utf8'))
  assert.deepEqual([state, attempt], ['Queued', 0])
})

test('a program whose watcher is killed ends, and the job has failed', async (t) => {
  const [folder, gate] = [await temporaryFolder(t), await temporaryFolder(t)]
  const { call, ended } = await startWorkspace(t, storage, { folder: join(folder, 'machine-learning') })
  await call('PUT', '/jobs/orphan', waitingJob('orphan', gate))
  const { processes } = await whenStarted(folder, 'orphan', gate, 1)
  process.kill(processes[0]!.pid, 'SIGKILL')
  assert.equal((await ended('orphan')).properties.status, 'Failed')
  assert.deepEqual(processes.map(isAlive), [false, false])
})

test('a second service on the same folder is refused', async (t) => {
  const { folder } = await startWorkspace(t, storage)
  await assert.rejects(startWorkspace(t, storage, { folder }), /already serves/)
})

async function startProcess(t: TestContext, folder: string, more: readonly string[] = []) {
  const args = ['--folder', folder, '--storage', storage.connectionString, '--workspace', workspaceId, '--token', token, ...more]
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, ...createCaller(JSON.parse(line).url) }
}
