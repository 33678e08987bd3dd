import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { appFolder } from './app-folder.ts'
import { startHostProcess } from './host-process.ts'

const timerApp = (schedule: string, options = '') => `
import { app } from '@azure/functions'
app.timer('nightly', { schedule: '${schedule}', ${options} handler: (timer, context) => context.log('ran', JSON.stringify(timer)) })`

const told = (line: string) => JSON.parse(line.slice(line.indexOf('{')))

test('a timer runs at its times, is told its schedule, and the status outlives kill -9', async (t) => {
  const folder = appFolder(t, { 'app.js': timerApp('* * * * * *') })
  const first = await startHostProcess(t, folder)
  const timer = told(await first.line(/ran \{/))
  assert.deepEqual([timer.isPastDue, timer.schedule.adjustForDST, timer.scheduleStatus.last], [false, true, '0001-01-01T00:00:00'])
  await first.line(/Executed 'Functions\.nightly' \(Succeeded/)
  await first.kill()
  const status = JSON.parse(readFileSync(`${folder}/.sightloop/functions-host/timers/nightly.json`, 'utf8'))
  assert.ok(Date.parse(status.Next) > Date.parse(status.Last))
})

test('an occurrence missed while the host was down runs at the start, once, as past due', async (t) => {
  const folder = appFolder(t, { 'app.js': timerApp('0 30 2 * * *') })
  const first = await startHostProcess(t, folder)
  await first.kill()
  assert.equal(
    first.lines.some((line) => line.includes("Executing 'Functions.nightly'")),
    false,
  )
  const file = `${folder}/.sightloop/functions-host/timers/nightly.json`
  writeFileSync(
    file,
    JSON.stringify({ Last: '2026-01-10T02:30:00.000Z', Next: '2026-01-11T02:30:00.000Z', LastUpdated: '2026-01-10T02:30:00.000Z' }),
  )

  const second = await startHostProcess(t, folder)
  const timer = told(await second.line(/ran \{/))
  assert.deepEqual([timer.isPastDue, timer.scheduleStatus.next], [true, '2026-01-11T02:30:00.000Z'])
  await second.line(/Executed 'Functions\.nightly'/)
  assert.equal(await second.stop(), 0)
  const third = await startHostProcess(t, folder)
  assert.equal(await third.stop(), 0)
  assert.equal(
    third.lines.some((line) => line.includes("Executing 'Functions.nightly'")),
    false,
  )
})

test('an occurrence of a schedule that was changed since is not made up for', async (t) => {
  const folder = appFolder(t, { 'app.js': timerApp('0 30 2 * * *') })
  const first = await startHostProcess(t, folder)
  await first.kill()
  const file = `${folder}/.sightloop/functions-host/timers/nightly.json`
  writeFileSync(
    file,
    JSON.stringify({ Last: '2026-01-10T05:00:00.000Z', Next: '2026-01-11T05:00:00.000Z', LastUpdated: '2026-01-10T05:00:00.000Z' }),
  )
  const second = await startHostProcess(t, folder)
  assert.equal(await second.stop(), 0)
  assert.equal(
    second.lines.some((line) => line.includes("Executing 'Functions.nightly'")),
    false,
  )
  assert.match(JSON.parse(readFileSync(file, 'utf8')).Next, /T02:30:00/)
})

test('runOnStartup runs at the start, and a call by hand at any time; no monitor, no status', async (t) => {
  const folder = appFolder(t, { 'app.js': timerApp('0 0 0 1 1 *', 'runOnStartup: true, useMonitor: false,') })
  const host = await startHostProcess(t, folder)
  assert.equal(told(await host.line(/ran \{/)).scheduleStatus, null)
  const seen = host.lines.length
  assert.equal((await fetch(`${host.url}/admin/functions/nightly`, { method: 'POST', body: '{"input":""}' })).status, 202)
  await host.line(/ran \{/, seen)
})

test('a timer that fails is tried again under its retry policy, and is told so', async (t) => {
  const app = `import { app } from '@azure/functions'
app.timer('shaky', { schedule: '0 0 0 1 1 *', runOnStartup: true, retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: 0 }, handler: (timer, context) => {
  context.log('try', JSON.stringify(context.retryContext ?? {}))
  throw new Error('still broken')
} })`
  const host = await startHostProcess(t, appFolder(t, { 'app.js': app }))
  const last = told(await host.line(/try \{"retryCount":2/))
  assert.deepEqual([last.maxRetryCount, last.exception.message], [2, 'still broken'])
  assert.deepEqual(told(await host.line(/try \{\}/)), {})
})
