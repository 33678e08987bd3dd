import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Status, startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'client-api')
const isWaiting = ({ customStatus }: Status) => customStatus === 'waiting'

test('an orchestration started without an id gets 32 hexadecimal digits', async () => {
  assert.match(await durable.start('echoes', 1), /^[0-9a-f]{32}$/)
})

test('an orchestration gets its input as it was given; without one, the empty text that the client sends', async () => {
  for (const input of [0, false, '', '17', 'text', [1, null], { a: { b: 'ü' } }]) {
    assert.deepEqual(((await durable.output('kindOfInput', input)) as unknown[]).slice(0, 2), [typeof input, input])
  }
  assert.deepEqual(((await durable.output('kindOfInput')) as unknown[]).slice(0, 2), ['string', ''])
})

test('an orchestration knows the version that it was started with, and gives its sub-orchestrations one', async () => {
  const id = await durable.client<string>('startNew', 'versionOf', { input: 'parent', version: '2.0' })
  assert.deepEqual((await durable.ended(id)).output, ['2.0', '7.1'])
})

test('an id that is given is the id of the instance', async () => {
  assert.equal(await durable.start('echoes', 'mine', 'Order 66_ü-(a)'), 'Order 66_ü-(a)')
  assert.equal((await durable.ended(encodeURIComponent('Order 66_ü-(a)'))).output, 'mine')
})

test('an id of a running instance is refused with 409, and the running one is not touched', async () => {
  await durable.start('waits', 'first', 'singleton')
  await durable.until('singleton', isWaiting)
  await assert.rejects(durable.start('waits', 'second', 'singleton'), /409/)
  assert.equal((await durable.manage('POST', 'orchestrators/waits/singleton', 'third')).status, 409)
  assert.equal((await durable.status('singleton')).input, 'first')
})

test('an id of an instance that has ended can be used again, and its history begins anew', async () => {
  await durable.start('echoes', 'first', 'reused')
  await durable.ended('reused')
  await durable.start('echoes', 'second', 'reused')
  assert.equal((await durable.ended('reused')).output, 'second')
  const completed = (await durable.history('reused')).filter(({ EventType }) => EventType === 'ExecutionCompleted')
  assert.equal(completed.length, 1)
})

test('an orchestration that does not exist cannot be started, and those that do are named', async () => {
  await assert.rejects(durable.start('nosuch'), /400[\s\S]*'nosuch' doesn't exist[\s\S]*echoes/)
})

test('ids that could not be asked for again are refused', async () => {
  for (const id of ['@entity@key', 'a%2Fb', 'a%5Cb', 'a%23b', 'a%3Fb', 'a%07b', 'x'.repeat(257)]) {
    assert.equal((await durable.manage('POST', `orchestrators/echoes/${id}`, 1)).status, 400, id)
  }
})

test('a status tells name, id, input, output and times', async () => {
  const id = await durable.start('echoes', { a: 1 })
  await durable.ended(id)
  const status = await durable.client<Status>('getStatus', id)
  const { name, instanceId, runtimeStatus, input, output, customStatus } = status
  assert.deepEqual([name, instanceId, runtimeStatus, input, output], ['echoes', id, 'Completed', { a: 1 }, { a: 1 }])
  assert.equal(customStatus ?? null, null)
  assert.ok(Date.parse(status.createdTime) <= Date.parse(status.lastUpdatedTime))
})

test('the status of an unknown instance is not found', async () => {
  assert.equal((await durable.manage('GET', 'instances/nobody')).status, 404)
  await assert.rejects(durable.client('getStatus', 'nobody'), /HTTP 404[\s\S]*nobody/)
})

test('a running instance answers 202 with where and when to ask again, an ended one 200', async () => {
  const id = await durable.start('waits')
  await durable.until(id, isWaiting)
  const running = await durable.manage('GET', `instances/${id}`)
  assert.deepEqual([running.status, running.headers.get('retry-after')], [202, '5'])
  assert.ok(running.headers.get('location')?.includes(`/instances/${id}`))
  await durable.client('raiseEvent', id, 'go', 1)
  await durable.ended(id)
  const ended = await durable.manage('GET', `instances/${id}`)
  assert.deepEqual([ended.status, ended.headers.get('location')], [200, null])
})

test('a failed instance answers 200, or 500 when that is asked for', async () => {
  const { instanceId } = await durable.run('fails', 'luck')
  assert.equal((await durable.manage('GET', `instances/${instanceId}`)).status, 200)
  const failed = await durable.manage('GET', `instances/${instanceId}?returnInternalServerErrorOnFailure=true`)
  assert.equal(failed.status, 500)
  assert.match(String(((await failed.json()) as Status).output), /no luck/)
})

test('the history is shown when asked for, and results in it when that is asked for too', async () => {
  const { instanceId } = await durable.run('echoes', 'result')
  const ask = async (query: string) => (await (await durable.manage('GET', `instances/${instanceId}${query}`)).json()) as Status
  assert.equal((await ask('')).historyEvents ?? null, null)
  const short = (await ask('?showHistory=true')).historyEvents ?? []
  assert.deepEqual(
    short.map(({ EventType, FunctionName, Result }) => [EventType, FunctionName, Result]),
    [
      ['ExecutionStarted', 'echoes', undefined],
      ['TaskCompleted', 'echo', undefined],
      ['ExecutionCompleted', undefined, undefined],
    ],
  )
  const long = (await ask('?showHistory=true&showHistoryOutput=true')).historyEvents ?? []
  assert.deepEqual([long[1]?.Result, long[2]?.Result], ['result', 'result'])
  assert.ok(long.every(({ Timestamp }) => !Number.isNaN(Date.parse(Timestamp))))
})

test('the history of a running instance shows what it waits for', async () => {
  const id = await durable.start('awaits', null, 'awaiting')
  await durable.untilKnown('awaiting-child')
  const told = (await durable.history(id)).map(({ EventType, FunctionName, Name }) => [EventType, FunctionName ?? Name])
  assert.deepEqual(told, [
    ['ExecutionStarted', 'awaits'],
    ['TaskCompleted', 'echo'],
    ['TimerCreated', undefined],
    ['SubOrchestrationInstanceCreated', 'waits'],
  ])
  await durable.client('raiseEvent', 'awaiting-child', 'go', 1)
  await durable.ended(id)
  const types = (await durable.history(id)).map(({ EventType }) => EventType)
  assert.deepEqual(types.slice(2), ['TimerCreated', 'SubOrchestrationInstanceCompleted', 'ExecutionCompleted'])
})

test('the input is left out of a status when that is asked for', async () => {
  const { instanceId } = await durable.run('echoes', 'secret')
  const answer = await durable.manage('GET', `instances/${instanceId}?showInput=false`)
  assert.equal(((await answer.json()) as Status).input ?? null, null)
})

test('a check-status answer is 202 with a Location, and each of its links works as it is', async () => {
  const started = await fetch(`${durable.host.url}/api/start/waits`, { method: 'POST', body: '"go on"' })
  assert.deepEqual([started.status, started.headers.get('retry-after')], [202, '10'])
  const links = (await started.json()) as Record<string, string>
  const { id = '', statusQueryGetUri = '', sendEventPostUri = '', suspendPostUri = '', resumePostUri = '' } = links
  assert.equal(started.headers.get('location'), statusQueryGetUri)
  assert.ok(statusQueryGetUri.startsWith(`${durable.host.url}/runtime/webhooks/durabletask/instances/${id}?taskHub=ConformanceHub&`))
  assert.equal(((await (await fetch(statusQueryGetUri)).json()) as Status).input, 'go on')

  const post = async (link = '', init: RequestInit = {}) =>
    (await fetch(link.replace('{text}', 'a%20reason'), { method: 'POST', ...init })).status
  assert.equal(await post(suspendPostUri), 202)
  await durable.until(id, ({ runtimeStatus }) => runtimeStatus === 'Suspended')
  assert.equal(await post(resumePostUri), 202)
  const event = { body: '"done"', headers: { 'content-type': 'application/json' } }
  assert.equal(await post(sendEventPostUri.replace('{eventName}', 'go'), event), 202)
  assert.equal((await durable.ended(id)).output, 'done')
  assert.equal(await post(links['rewindPostUri']), 410)
  assert.equal(await post(links['restartPostUri']), 202)
  assert.equal(await post(links['terminatePostUri']), 410)
  assert.equal((await fetch(links['purgeHistoryDeleteUri'] ?? '', { method: 'DELETE' })).status, 200)
  assert.equal((await fetch(statusQueryGetUri)).status, 404)
})

test('a management payload has the links of an instance without starting anything', async () => {
  const payload = await durable.client<Record<string, string>>('createHttpManagementPayload', 'not-started')
  const { id, ...links } = payload
  assert.equal(id, 'not-started')
  const names = ['statusQueryGetUri', 'sendEventPostUri', 'terminatePostUri', 'rewindPostUri', 'purgeHistoryDeleteUri', 'restartPostUri']
  for (const name of [...names, 'suspendPostUri', 'resumePostUri']) {
    assert.match(
      links[name] ?? '',
      /^http:\/\/(localhost|127\.0\.0\.1):\d+\/runtime\/webhooks\/durabletask\/instances\/not-started[/?]/,
      name,
    )
  }
})

test('waiting for completion gives the output, the failure, or after its time the links to ask again', async () => {
  const wait = (id: string, timeout: number) => fetch(`${durable.host.url}/api/wait/${id}?timeout=${timeout}`)
  const done = await wait(await durable.start('echoes', { done: true }), 20_000)
  assert.deepEqual([done.status, await done.json()], [200, { done: true }])
  const failed = await wait(await durable.start('fails', 'luck'), 20_000)
  assert.equal(failed.status, 500)
  assert.equal(((await failed.json()) as Status).runtimeStatus, 'Failed')
  const open = await durable.start('waits')
  const pending = await wait(open, 20)
  assert.equal(pending.status, 202)
  assert.equal(((await pending.json()) as { id: string }).id, open)
})

test('an orchestration can be started over HTTP, and waited for in the same request', async () => {
  const started = await durable.manage('POST', 'orchestrators/echoes/by-http', { by: 'http' })
  assert.equal(started.status, 202)
  const { id, statusQueryGetUri } = (await started.json()) as { id: string; statusQueryGetUri: string }
  assert.deepEqual([id, started.headers.get('location')], ['by-http', statusQueryGetUri])
  const waited = await durable.manage('POST', 'orchestrators/echoes?timeout=20&pollingInterval=0.01', { by: 'http' })
  assert.deepEqual([waited.status, await waited.json()], [200, { by: 'http' }])
  const late = await durable.manage('POST', 'orchestrators/waits?timeout=0.02&pollingInterval=0.01', 1)
  assert.equal(late.status, 202)
  await late.text()
})

test('an input that is not JSON does not start anything', async () => {
  const url = `${durable.host.url}/runtime/webhooks/durabletask/orchestrators/echoes/not-json`
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":' })
  assert.equal(answer.status, 400)
  assert.equal((await durable.manage('GET', 'instances/not-json')).status, 404)
})

test('paths and methods that mean nothing are not found', async () => {
  for (const [method, path] of [
    ['GET', 'nothing'],
    ['PUT', 'instances/x'],
    ['POST', 'instances/x/nothing'],
    ['GET', 'orchestrators/echoes'],
  ] as const) {
    assert.equal((await durable.manage(method, path)).status, 404, `${method} ${path}`)
  }
})
