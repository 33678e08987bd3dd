import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { type AlarmSettings, createAlarmOutput } from '../../../edge/alarm/alarm-output.ts'
import { callHook } from '../../../edge/alarm/call-hook.ts'
import { isLocalAddress } from '../../../edge/alarm/is-local-address.ts'
import { runCommand } from '../../../edge/alarm/run-command.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const alarm = { device: 'press-1', camera: 'gate', rule: 'reach', incident: 'a'.repeat(32), at: '2026-01-01T00:00:00.000Z' }
const none: AlarmSettings = { command: undefined, url: undefined, hosts: ['127.0.0.1', 'localhost'] }

/** An output whose log lines can be waited for. */
function output(settings: Partial<AlarmSettings>) {
  const told = new EventEmitter()
  const fire = createAlarmOutput({ ...none, ...settings }, (_level, event, fields) => told.emit(event, fields)).fire
  return { fire, told }
}

async function startHook(t: TestContext, answer: (request: IncomingMessage) => { status: number; location?: string }) {
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url} ${await text(request)}`)
    const { status, location } = answer(request)
    response.writeHead(status, location === undefined ? {} : { location }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/siren` }
}

test('the command gets the alarm on its standard input, without a shell and without the keys of the module', async (t) => {
  const file = join(temporaryFolder(t), 'out $(touch x).json')
  const script = `require('fs').writeFileSync(process.argv[1], JSON.stringify({ input: require('fs').readFileSync(0, 'utf8'), names: Object.keys(process.env) }))`
  const { fire, told } = output({ command: [process.execPath, '-e', script, file] })
  process.env['CANARY_KEY'] = 'secret'
  t.after(() => delete process.env['CANARY_KEY'])
  const raised = once(told, 'alarm-raised')
  fire(alarm)
  await raised
  const { input, names } = JSON.parse(readFileSync(file, 'utf8'))
  assert.deepEqual(JSON.parse(input), alarm)
  assert.equal(names.includes('CANARY_KEY'), false)
})

test('a command that fails or is not there is logged and nothing else happens', async () => {
  for (const command of [['/nowhere/siren'], [process.execPath, '-e', 'process.exit(3)']]) {
    const { fire, told } = output({ command })
    const failed = once(told, 'alarm-failed')
    fire(alarm)
    const [fields] = await failed
    assert.equal(fields.incident, alarm.incident)
  }
})

test('a command that does not end is killed', async () => {
  await assert.rejects(runCommand([process.execPath, '-e', 'setInterval(() => {}, 1000)'], '', 200), /SIGKILL/)
})

test('the hook gets the alarm as a POST', async (t) => {
  const { url, requests } = await startHook(t, () => ({ status: 204 }))
  const { fire, told } = output({ url })
  const raised = once(told, 'alarm-raised')
  fire(alarm)
  await raised
  assert.deepEqual(requests, [`POST /siren ${JSON.stringify(alarm)}`])
})

test('a redirect is not followed', async (t) => {
  const other = await startHook(t, () => ({ status: 204 }))
  const { url } = await startHook(t, () => ({ status: 307, location: other.url }))
  await assert.rejects(callHook(new URL(url), '{}', 5000), /307/)
  assert.deepEqual(other.requests, [])
})

test('only addresses of this machine and of the plant are called', async () => {
  for (const address of ['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '::1', 'fd00::1'])
    assert.equal(isLocalAddress(address), true, address)
  for (const address of ['169.254.169.254', '8.8.8.8', '172.32.0.1', '0.0.0.0', '100.64.0.1', '2001:db8::1', 'fe80::1', '::ffff:8.8.8.8'])
    assert.equal(isLocalAddress(address), false, address)
  await assert.rejects(callHook(new URL('http://169.254.169.254/latest/meta-data'), '{}', 5000), /169\.254\.169\.254/)
  await assert.rejects(callHook(new URL('http://2852039166/latest/meta-data'), '{}', 5000), /169\.254\.169\.254/)
})

test('a host that is not on the list is refused at the start', () => {
  const isRefused = (error: unknown) => error instanceof Fault && error.code === 'setting-invalid' && /siren\.example/.test(error.message)
  assert.throws(() => createAlarmOutput({ ...none, url: 'http://siren.example/on' }, () => {}), isRefused)
})

test('a storm of alarms does not pile up programs', async () => {
  const { fire, told } = output({ command: [process.execPath, '-e', ''] })
  let raised = 0
  let skipped = 0
  told.on('alarm-raised', () => raised++)
  told.on('alarm-skipped', () => skipped++)
  for (let i = 0; i < 20; i++) fire(alarm)
  assert.equal(skipped, 16)
  while (raised < 4) await once(told, 'alarm-raised')
})
