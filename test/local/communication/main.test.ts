import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { SmsClient } from '@azure/communication-sms'
import { readOutbox } from './read-outbox.ts'

const main = new URL('../../../local/communication/main.ts', import.meta.url).pathname
const request = { from: '+15550100', to: ['+4915550101'], message: 'Leak at line 3' }

test('what was accepted is still there after kill -9, half a line at the end is not, and the key stays the same', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'communication-'))
  t.after(() => rm(folder, { recursive: true }))
  const first = await startProcess(t, folder)
  const client = new SmsClient(first.connectionString, { allowInsecureConnection: true })
  const results = await client.send({ ...request, to: Array.from({ length: 20 }, (_, index) => `+49155501${10 + index}`) })
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  await appendFile(join(folder, 'messages.jsonl'), '{"kind":"sms","id":"half')

  const second = await startProcess(t, folder)
  const kept = await readOutbox(second.url)
  assert.deepEqual(new Set(kept.map(({ id }) => id)), new Set(results.map(({ messageId }) => messageId)))
  const key = (connectionString: string) => connectionString.split('accesskey=')[1]
  assert.equal(key(second.connectionString), key(first.connectionString))
})

test('the process ends with code 0 when it is asked to, also while a page watches', async (t) => {
  const { child, url } = await startProcess(t)
  const watching = await fetch(`${url}/outbox/events`)
  assert.equal(watching.status, 200)
  const body = watching.text().catch(() => '')
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
  await body
})

test('the process ends when the one that started it goes away', async (t) => {
  const { child } = await startProcess(t)
  child.stdin.end()
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a limit that does not exist is named', async () => {
  const child = spawn(process.execPath, [main, '--limits', 'none'])
  let output = ''
  child.stderr.on('data', (data) => (output += data))
  const [code] = await once(child, 'close')
  assert.equal(code, 2)
  assert.match(output, /--limits must be one of off, azure-managed, custom-domain; it is "none"/)
})

async function startProcess(t: TestContext, folder?: string) {
  const child = spawn(process.execPath, [main, ...(folder === undefined ? [] : ['--data', folder])], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const ready = JSON.parse(line) as { url: string; connectionString: string }
  return { child, ...ready }
}
